package dev.rohrpost.dbus;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.rohrpost.dbus.type.Signature;
import dev.rohrpost.fd.Fd;
import java.lang.foreign.MemorySegment;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final int MOST_TYPES = 20;

  /// Each package may only know those before it.
  private static final String[] FLOORS = {
    "dev.rohrpost.dbus.type..", "dev.rohrpost.dbus.wire..", "dev.rohrpost.dbus.auth.."
  };

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(Signature.class.getProtectionDomain().getCodeSource().getLocation());

  @Test
  void theRulesSeeTheModule() {
    assertThat(CLASSES.contain(Signature.class)).isTrue();
    assertThat(CLASSES.contain("dev.rohrpost.dbus.wire.Decoder")).isTrue();
    assertThat(CLASSES.contain("dev.rohrpost.dbus.auth.Step")).isTrue();
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("dev.rohrpost.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void noPackageKnowsOneAboveIt() {
    for (var lower = 0; lower < FLOORS.length; lower++) {
      for (var upper = lower + 1; upper < FLOORS.length; upper++) {
        noClasses()
            .that()
            .resideInAPackage(FLOORS[lower])
            .should()
            .dependOnClassesThat()
            .resideInAPackage(FLOORS[upper])
            .check(CLASSES);
      }
    }
  }

  @Test
  void nobodyCallsTheKernel() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.rohrpost.libc..")
        .because("what is missing belongs to unix")
        .check(CLASSES);
  }

  /// Bytes in, steps out: these can be given any bytes without a peer.
  @Test
  void theCoresKnowOfTheOtherModulesOnlyDescriptors() {
    noClasses()
        .that()
        .resideInAnyPackage(FLOORS)
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("dev.rohrpost..")
                .and(JavaClass.Predicates.resideOutsideOfPackage("dev.rohrpost.dbus.."))
                .and(DescribedPredicate.not(JavaClass.Predicates.equivalentTo(Fd.class))))
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "java.nio.channels..", "java.nio.file..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Thread.class)
        .check(CLASSES);
  }

  @Test
  void noSegmentIsSharedByAllThreads() {
    fields()
        .that()
        .haveRawType(MemorySegment.class)
        .should()
        .notBeStatic()
        .because("two threads would overwrite each other's bytes")
        .check(CLASSES);
  }

  @Test
  void noPackageHasTooManyPublicTypes() {
    var counts =
        CLASSES.stream()
            .filter(JavaClass::isTopLevelClass)
            .filter(each -> each.getModifiers().contains(JavaModifier.PUBLIC))
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
    assertThat(counts).isNotEmpty();
    assertThat(counts.values()).allMatch(count -> count <= MOST_TYPES);
  }
}
