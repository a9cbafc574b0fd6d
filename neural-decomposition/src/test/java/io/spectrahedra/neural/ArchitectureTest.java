package io.spectrahedra.neural;

import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.spectrahedra.neural",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  /** An empty import would pass every rule. */
  @ArchTest
  static void theClassesWereSeen(JavaClasses classes) {
    assertThat(classes).hasSizeGreaterThan(25);
  }

  @ArchTest
  static final ArchRule ARROWS_POINT_DOWN =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("io.spectrahedra.neural..")
          .layer("ground")
          .definedBy(
              "io.spectrahedra.neural.data",
              "io.spectrahedra.neural.activation",
              "io.spectrahedra.neural.loss",
              "io.spectrahedra.neural.architecture",
              "io.spectrahedra.neural.metrics",
              "io.spectrahedra.neural.problem")
          .layer("mathematics")
          .definedBy(
              "io.spectrahedra.neural.lift",
              "io.spectrahedra.neural.decomposition",
              "io.spectrahedra.neural.certificate")
          .layer("use")
          .definedBy(
              "io.spectrahedra.neural.network",
              "io.spectrahedra.neural.train",
              "io.spectrahedra.neural.io")
          .layer("front door")
          .definedBy("io.spectrahedra.neural")
          .whereLayer("ground")
          .mayNotAccessAnyLayer()
          .whereLayer("mathematics")
          .mayOnlyAccessLayers("ground")
          .whereLayer("use")
          .mayOnlyAccessLayers("ground", "mathematics");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("io.spectrahedra.neural.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule PROOFS_ARE_INDEPENDENT =
      noClasses()
          .that()
          .resideInAPackage("io.spectrahedra.neural.certificate")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.spectrahedra.neural.lift",
              "io.spectrahedra.neural.train",
              "io.spectrahedra.neural.network",
              "io.spectrahedra.sdp",
              "io.spectrahedra.sdp.ipm",
              "io.spectrahedra.sdp.schur",
              "io.spectrahedra.sdp.cone",
              "io.spectrahedra.sdp.solver")
          .because("a proof must not share code with what it checks");

  @ArchTest
  static final ArchRule NO_EJML =
      noClasses().should().dependOnClassesThat().resideInAPackage("org.ejml..");

  @ArchTest
  static final ArchRule NO_MUTABLE_STATICS =
      fields().that().haveModifier(STATIC).should().haveModifier(FINAL);

  @ArchTest
  static final ArchRule NOBODY_PRINTS_OR_EXITS =
      noClasses()
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethod(System.class, "exit", int.class);
}
