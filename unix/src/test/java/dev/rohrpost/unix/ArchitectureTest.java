package dev.rohrpost.unix;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import dev.rohrpost.fd.Fd;
import java.lang.foreign.MemorySegment;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {
  private static final String[] MECHANISMS = {
    "dev.rohrpost.process..",
    "dev.rohrpost.signal..",
    "dev.rohrpost.pipe..",
    "dev.rohrpost.memory..",
    "dev.rohrpost.socket..",
    "dev.rohrpost.queue..",
    "dev.rohrpost.semaphore.."
  };
  private static final JavaClasses CLASSES = classesOf("dev.rohrpost.core", "dev.rohrpost.unix");

  @Test
  void theRulesSeeTheModulesBelow() {
    assertThat(CLASSES.contain(Fd.class)).isTrue();
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("dev.rohrpost.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.rohrpost.process..",
        "dev.rohrpost.signal..",
        "dev.rohrpost.pipe..",
        "dev.rohrpost.memory..",
        "dev.rohrpost.socket..",
        "dev.rohrpost.queue..",
        "dev.rohrpost.semaphore.."
      })
  void aMechanismKnowsNoOtherMechanism(String mechanism) {
    List<String> others = new ArrayList<>(List.of(MECHANISMS));
    others.remove(mechanism);
    others.add("dev.rohrpost.supervise..");
    noClasses()
        .that()
        .resideInAPackage(mechanism)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others.toArray(String[]::new))
        .allowEmptyShould(true)
        .because("what two mechanisms share belongs to dev.rohrpost or dev.rohrpost.fd")
        .check(CLASSES);
  }

  @Test
  void noSegmentIsSharedByAllThreadsOutsideTheBindings() {
    fields()
        .that()
        .haveRawType(MemorySegment.class)
        .and()
        .areDeclaredInClassesThat()
        .resideOutsideOfPackage("dev.rohrpost.libc..")
        .should()
        .notBeStatic()
        .allowEmptyShould(true)
        .because("two threads would overwrite each other's bytes")
        .check(CLASSES);
  }

  private static JavaClasses classesOf(String... modules) {
    return new ClassFileImporter()
        .importLocations(List.of(modules).stream().map(ArchitectureTest::location).toList());
  }

  private static Location location(String module) {
    URI place =
        ModuleLayer.boot()
            .configuration()
            .findModule(module)
            .map(ResolvedModule::reference)
            .flatMap(ModuleReference::location)
            .orElseThrow();
    boolean isJar = place.getPath().endsWith(".jar");
    return Location.of(isJar ? URI.create("jar:" + place + "!/") : place);
  }
}
