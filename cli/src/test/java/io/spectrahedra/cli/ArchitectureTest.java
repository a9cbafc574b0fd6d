package io.spectrahedra.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.spectrahedra", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  /** An empty import would pass every rule. */
  @ArchTest
  static void theClassesOfAllModulesWereSeen(JavaClasses classes) {
    assertThat(classes).hasSizeGreaterThan(100);
  }

  @ArchTest
  static final ArchRule NOBODY_DEPENDS_ON_AN_APPLICATION =
      noClasses()
          .that()
          .resideInAnyPackage("io.spectrahedra.sdp..", "io.spectrahedra.neural..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.spectrahedra.cli..", "io.spectrahedra.bench..");

  @ArchTest
  static final ArchRule THE_SOLVER_KNOWS_NO_NETWORKS =
      noClasses()
          .that()
          .resideInAPackage("io.spectrahedra.sdp..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.spectrahedra.neural..");
}
