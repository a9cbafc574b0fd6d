package io.spectrahedra.sdp;

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
    packages = "io.spectrahedra.sdp",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  /** An empty import would pass every rule. */
  @ArchTest
  static void theClassesWereSeen(JavaClasses classes) {
    assertThat(classes).hasSizeGreaterThan(60);
  }

  @ArchTest
  static final ArchRule ARROWS_POINT_DOWN =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("io.spectrahedra..")
          .layer("kernel")
          .definedBy("io.spectrahedra.sdp.kernel")
          .layer("linalg")
          .definedBy("io.spectrahedra.sdp.linalg")
          .layer("problem")
          .definedBy("io.spectrahedra.sdp.problem")
          .layer("solver")
          .definedBy("io.spectrahedra.sdp.solver")
          .layer("certificate")
          .definedBy("io.spectrahedra.sdp.certificate")
          .layer("cone")
          .definedBy("io.spectrahedra.sdp.cone")
          .layer("schur")
          .definedBy("io.spectrahedra.sdp.schur")
          .layer("ipm")
          .definedBy("io.spectrahedra.sdp.ipm")
          .layer("io")
          .definedBy("io.spectrahedra.sdp.io")
          .layer("facade")
          .definedBy("io.spectrahedra.sdp")
          .whereLayer("kernel")
          .mayNotAccessAnyLayer()
          .whereLayer("linalg")
          .mayOnlyAccessLayers("kernel")
          .whereLayer("problem")
          .mayOnlyAccessLayers("kernel", "linalg")
          .whereLayer("solver")
          .mayOnlyAccessLayers("linalg", "problem")
          .whereLayer("certificate")
          .mayOnlyAccessLayers("kernel", "linalg", "problem", "solver")
          .whereLayer("cone")
          .mayOnlyAccessLayers("kernel", "linalg", "problem")
          .whereLayer("schur")
          .mayOnlyAccessLayers("kernel", "linalg", "problem", "cone")
          .whereLayer("ipm")
          .mayOnlyAccessLayers(
              "kernel", "linalg", "problem", "solver", "certificate", "cone", "schur")
          .whereLayer("ipm")
          .mayOnlyBeAccessedByLayers("facade")
          .whereLayer("io")
          .mayOnlyAccessLayers("linalg", "problem")
          .whereLayer("io")
          .mayOnlyBeAccessedByLayers("facade");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("io.spectrahedra.sdp.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule PROOFS_ARE_INDEPENDENT =
      noClasses()
          .that()
          .resideInAPackage("io.spectrahedra.sdp.certificate")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.spectrahedra.sdp.ipm", "io.spectrahedra.sdp.schur", "io.spectrahedra.sdp.cone")
          .because("a proof must not share code with the solver it checks");

  @ArchTest
  static final ArchRule EJML_STAYS_IN_LINALG =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.spectrahedra.sdp.linalg")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.ejml..");

  @ArchTest
  static final ArchRule ONE_SIMD_CLASS =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.spectrahedra.sdp.kernel.VectorKernels")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jdk.incubator..");

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
