package dev.rohrpost.rpc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.rohrpost.fd.Wait;
import dev.rohrpost.socket.AnySocket;
import dev.rohrpost.socket.DatagramSocket;
import dev.rohrpost.socket.Listener;
import dev.rohrpost.socket.Socket;
import dev.rohrpost.socket.StreamSocket;
import java.lang.foreign.MemorySegment;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final int MOST_TYPES = 20;
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(RpcServer.class.getProtectionDomain().getCodeSource().getLocation());

  /// Bytes in, steps out: these can be given any bytes without a peer.
  private static final Class<?>[] CORES = {
    RecordReader.class,
    CallTable.class,
    PendingCall.class,
    PendingCalls.class,
    Incoming.class,
    Reply.class,
    Authentication.class,
    Services.class,
    DuplicateRequests.class,
    BufferSpace.class,
    CallTime.class,
    Turn.class
  };

  @Test
  void theRulesSeeTheModule() {
    assertThat(CLASSES.contain(RpcServer.class)).isTrue();
    assertThat(CLASSES.contain("dev.rohrpost.rpc.bind.Registrations")).isTrue();
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("dev.rohrpost.(**)").should().beFreeOfCycles().check(CLASSES);
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

  @Test
  void xdrIsUsableAlone() {
    noClasses()
        .that()
        .resideInAPackage("dev.rohrpost.xdr")
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("dev.rohrpost..")
                .and(JavaClass.Predicates.resideOutsideOfPackage("dev.rohrpost.xdr")))
        .check(CLASSES);
  }

  @Test
  void theCompilerKnowsNoConnections() {
    noClasses()
        .that()
        .resideInAPackage("dev.rohrpost.rpc.gen")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("dev\\.rohrpost\\.(rpc\\.(Rpc|bind\\.).*|socket\\..*|fd\\..*)")
        .check(CLASSES);
  }

  @Test
  void coresTouchNoSocket() {
    noClasses()
        .that()
        .belongToAnyOf(CORES)
        .or()
        .haveNameMatching("dev\\.rohrpost\\.rpc\\.bind\\.Registrations?")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(
            Socket.class,
            AnySocket.class,
            StreamSocket.class,
            DatagramSocket.class,
            Listener.class,
            Wait.class)
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "java.nio.channels..", "java.nio.file..")
        .check(CLASSES);
  }

  @Test
  void noSegmentIsSharedByAllThreads() {
    fields()
        .that()
        .haveRawType(MemorySegment.class)
        .should()
        .notBeStatic()
        .allowEmptyShould(true)
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
