package org.yardmaster.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The rules that every module keeps. A module's subclass adds nothing but its place: the rules
/// judge the main classes of the module whose tests are running (its folder is the working
/// directory), so a rule about a package that the module lacks is kept without effect.
public abstract class ArchitectureRules {
  private static final JavaClasses MAIN =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  private static final String PROTOCOL = "org.yardmaster.protocol..";
  private static final String MASTER = "org.yardmaster.master..";
  private static final String SLAVE = "org.yardmaster.slave..";
  private static final String CONSOLE = "org.yardmaster.console..";

  private static final String[] PURE_PROTOCOL = {
    "org.yardmaster.protocol.model..",
    "org.yardmaster.protocol.message..",
    "org.yardmaster.protocol.link.."
  };
  private static final String FARM = "org.yardmaster.master.farm..";
  private static final String SLAVE_CORE = "org.yardmaster.slave.core..";

  @Test
  void protocolKnowsNoProgram() {
    keep(noClasses().that().resideInAPackage(PROTOCOL), MASTER, SLAVE, CONSOLE);
  }

  @Test
  void masterKnowsNeitherSlaveNorConsole() {
    keep(noClasses().that().resideInAPackage(MASTER), SLAVE, CONSOLE);
  }

  @Test
  void slaveKnowsNeitherMasterNorConsole() {
    keep(noClasses().that().resideInAPackage(SLAVE), MASTER, CONSOLE);
  }

  @Test
  void consoleKnowsNeitherMasterNorSlave() {
    keep(noClasses().that().resideInAPackage(CONSOLE), MASTER, SLAVE);
  }

  @Test
  void pureProtocolPackagesKnowOnlyValues() {
    keep(
        classes()
            .that()
            .resideInAnyPackage(PURE_PROTOCOL)
            .should()
            .onlyDependOnClassesThat(Purity.valuesOr(resideInAnyPackage(PURE_PROTOCOL))));
  }

  @Test
  void farmKnowsOnlyValuesAndThePureProtocol() {
    keep(
        classes()
            .that()
            .resideInAPackage(FARM)
            .should()
            .onlyDependOnClassesThat(
                Purity.valuesOr(resideInAnyPackage(PURE_PROTOCOL).or(resideInAnyPackage(FARM)))));
  }

  @Test
  void slaveCoreKnowsOnlyValuesAndThePureProtocol() {
    keep(
        classes()
            .that()
            .resideInAPackage(SLAVE_CORE)
            .should()
            .onlyDependOnClassesThat(
                Purity.valuesOr(
                    resideInAnyPackage(PURE_PROTOCOL).or(resideInAnyPackage(SLAVE_CORE)))));
  }

  /// The same state and the same event give the same decisions: so no clock, no chance, no
  /// collection whose order differs from one JVM to the next.
  @Test
  void purePackagesGiveTheSameAnswerTwice() {
    keep(
        noClasses()
            .that(
                resideInAnyPackage(PURE_PROTOCOL)
                    .or(resideInAnyPackage(FARM))
                    .or(resideInAnyPackage(SLAVE_CORE)))
            .should()
            .accessTargetWhere(Purity.answersDifferently()));
  }

  @Test
  void onlyTheStoreKnowsTheDatabase() {
    keep(
        noClasses().that().resideOutsideOfPackage("org.yardmaster.master.store.."),
        "org.hsqldb..",
        "org.apache.ibatis..",
        "java.sql..",
        "javax.sql..");
  }

  @Test
  void onlyTheRimKnowsMina() {
    keep(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "org.yardmaster..wire..",
                "org.yardmaster.master.slaves..",
                "org.yardmaster.master.consoles.."),
        "org.apache.mina..");
  }

  @Test
  void viewModelsKnowNoSceneGraph() {
    keep(
        noClasses()
            .that()
            .haveSimpleNameEndingWith("ViewModel")
            .or()
            .haveSimpleNameEndingWith("Row"),
        "javafx.scene..",
        "javafx.stage..",
        "org.controlsfx..",
        "atlantafx..");
  }

  /// A program that may run without a terminal logs. Only command lines and the owner's commands
  /// print, and a `Main` that has no log yet.
  @Test
  void onlyCommandLinesPrint() {
    keep(
        noClasses()
            .that()
            .resideOutsideOfPackages("org.yardmaster..cli..", "org.yardmaster.slave.owner..")
            .and()
            .doNotHaveSimpleName("Main")
            .should()
            .accessTargetWhere(Purity.prints()));
  }

  @Test
  void everyPackageIsNullMarked() {
    keep(classes().should(NullMarkedPackage.resideInOne()));
  }

  private static void keep(GivenClassesConjunction these, String... others) {
    keep(these.should().dependOnClassesThat().resideInAnyPackage(others));
  }

  private static void keep(ArchRule rule) {
    rule.allowEmptyShould(true).check(MAIN);
  }
}
