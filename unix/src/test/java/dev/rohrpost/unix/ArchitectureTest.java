package dev.rohrpost.unix;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.ipc.Creation;
import dev.rohrpost.ipc.FileMode;
import dev.rohrpost.socket.Socket;
import java.lang.foreign.MemorySegment;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
  private static final Set<String> EXPORTED = exported("dev.rohrpost.core", "dev.rohrpost.unix");

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

  @Test
  void modesAreFileModes() {
    assertThat(signatures())
        .filteredOn(s -> hasParameter(s, p -> p.getType() == int.class && isMode(p)))
        .as("public signatures with `int mode`: see docs/api-conventions.md")
        .isEmpty();
  }

  private static boolean isMode(Parameter parameter) {
    assertThat(parameter.isNamePresent()).isTrue();
    return parameter.getName().equals("mode");
  }

  @Test
  void aCreationStandsBeforeTheModeOfWhatIsCreated() {
    assertThat(signatures()).anyMatch(ArchitectureTest::hasCreation);
    assertThat(signatures())
        .filteredOn(ArchitectureTest::hasCreation)
        .as("create(name, ..., Creation, FileMode): see docs/api-conventions.md")
        .allSatisfy(s -> {
          var types = List.of(s.getParameterTypes());
          assertThat(s.getName()).isEqualTo("create");
          assertThat(types).endsWith(Creation.class, FileMode.class);
        });
  }

  private static boolean hasCreation(Executable signature) {
    return hasParameter(signature, p -> p.getType() == Creation.class);
  }

  private static boolean hasParameter(Executable signature, Predicate<Parameter> which) {
    return Stream.of(signature.getParameters()).anyMatch(which);
  }

  @Test
  void whatTakesOverADescriptorIsCalledAdopt() {
    assertThat(signatures()).anyMatch(ArchitectureTest::takesOver);
    assertThat(signatures())
        .filteredOn(s -> takesOver(s) && !s.getName().startsWith("adopt"))
        .as("adopt(fd): see docs/api-conventions.md")
        .isEmpty();
  }

  /// Tells whether a static method makes a new owner, or anything called `of`, of one descriptor.
  private static boolean takesOver(Executable signature) {
    var types = List.of(signature.getParameterTypes());
    return signature instanceof Method method
        && Modifier.isStatic(method.getModifiers())
        && (types.equals(List.of(Fd.class)) || types.equals(List.of(Socket.class)))
        && (method.getName().equals("of")
            || AutoCloseable.class.isAssignableFrom(method.getReturnType()));
  }

  /// Returns what users of the two modules can call.
  private static List<Executable> signatures() {
    return CLASSES.stream()
        .filter(c -> EXPORTED.contains(c.getPackageName()))
        .<Class<?>>map(JavaClass::reflect)
        .filter(ArchitectureTest::isPublic)
        .flatMap(c -> Stream.concat(Stream.of(c.getMethods()), Stream.of(c.getConstructors())))
        .filter(s -> EXPORTED.contains(s.getDeclaringClass().getPackageName()))
        .distinct()
        .toList();
  }

  private static boolean isPublic(Class<?> type) {
    return Modifier.isPublic(type.getModifiers())
        && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()));
  }

  private static Set<String> exported(String... modules) {
    return Stream.of(modules)
        .map(module -> ModuleLayer.boot().findModule(module).orElseThrow().getDescriptor())
        .flatMap(descriptor -> descriptor.exports().stream())
        .filter(exports -> !exports.isQualified())
        .map(ModuleDescriptor.Exports::source)
        .collect(Collectors.toSet());
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
