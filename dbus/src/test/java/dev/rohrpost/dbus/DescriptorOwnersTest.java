package dev.rohrpost.dbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.UnixException;
import dev.rohrpost.dbus.introspect.Property.Access;
import dev.rohrpost.dbus.introspect.Property.Emits;
import dev.rohrpost.dbus.object.BodyWriter;
import dev.rohrpost.dbus.object.ExportedInterface;
import dev.rohrpost.dbus.object.ExportedObject;
import dev.rohrpost.dbus.object.ObjectCall;
import dev.rohrpost.dbus.object.PropertyType;
import dev.rohrpost.dbus.object.RemoteObject;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.dbus.type.Type;
import dev.rohrpost.dbus.type.Value;
import dev.rohrpost.dbus.wire.Decoder;
import dev.rohrpost.dbus.wire.Encoder;
import dev.rohrpost.fd.EventFd;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Row;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Who closes the descriptors in results: on the side of the service nobody but the library, on
/// that of the client the caller, and the library what nobody gets.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Timeout(120)
class DescriptorOwnersTest {
  private static final String FACE = "com.example.Giver";
  private static final ObjectPath PATH = ObjectPath.of("/giver");

  /// Answers with descriptors that it makes, as generated code does it.
  private static final class Giver implements ExportedInterface {
    final LinkedBlockingQueue<Fd> made = new LinkedBlockingQueue<>();
    final CountDownLatch mayGoOn = new CountDownLatch(1);
    final CountDownLatch isWaiting = new CountDownLatch(1);

    private Fd make() {
      try {
        var fd = EventFd.open(7).fd();
        made.add(fd);
        return fd;
      } catch (UnixException e) {
        throw new AssertionError(e);
      }
    }

    Fd next() throws InterruptedException {
      var next = made.poll(TestBus.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (next == null) {
        throw new AssertionError("no descriptor was made");
      }
      return next;
    }

    @Override
    public String name() {
      return FACE;
    }

    @Override
    public String introspection() {
      return "<interface name=\"" + FACE + "\"/>";
    }

    @Override
    public List<PropertyType> properties() {
      return List.of(
          new PropertyType("Handle", "h", Access.READWRITE, Emits.TRUE),
          new PropertyType("None", "s", Access.READ, Emits.TRUE));
    }

    @Override
    public boolean call(ObjectCall call) throws DbusException, InterruptedException {
      switch (call.member()) {
        case "Two" ->
            call.reply(
                "vh",
                out -> {
                  out.variant(new Value.Handle(make()));
                  out.handle(make());
                });
        case "Wrong" ->
            call.reply(
                "hs",
                out -> {
                  out.handle(make());
                  out.text("\0");
                });
        case "Late" -> {
          var fd = make();
          isWaiting.countDown();
          mayGoOn.await();
          call.reply("h", out -> out.handle(fd));
        }
        default -> {
          return false;
        }
      }
      return true;
    }

    @Override
    public void get(String property, Encoder out) throws DbusException {
      if (property.equals("None")) {
        throw new DbusException("a.B.None", "there is none");
      }
      out.handle(make());
    }

    @Override
    public void set(String property, Decoder in) {}
  }

  private interface Use {
    void of(Giver giver, ExportedObject exported, Bus service, Bus client) throws Exception;
  }

  private static void use(Use use) throws Exception {
    var giver = new Giver();
    try (var daemon = TestBus.start();
        var service = daemon.connect();
        var client = daemon.connect();
        var exported = ExportedObject.of(service, PATH, giver)) {
      use.of(giver, exported, service, client);
    }
  }

  private static Call call(Bus service, String member) {
    return Call.to(service.uniqueName(), PATH, FACE, member);
  }

  private static RemoteObject remote(Bus service, Bus client) {
    return RemoteObject.of(client, service.uniqueName(), PATH);
  }

  private static void assertClosed(Giver giver, int count) throws InterruptedException {
    for (var i = 0; i < count; i++) {
      var fd = giver.next();
      // The caller may have its answer before the one who answers goes on.
      var end = System.nanoTime() + TestBus.PATIENCE.toNanos();
      while (!fd.isClosed() && System.nanoTime() < end) {
        LockSupport.parkNanos(1_000_000);
      }
      assertThat(fd.isClosed()).isTrue();
    }
    assertThat(giver.made).isEmpty();
  }

  private static void ping(Bus service, Bus client) throws Exception {
    client.call(Call.to(service.uniqueName(), PATH, FACE, "None")).close();
  }

  @Test
  @Row("DBUS-92")
  void whatAMethodReturnsIsClosedAndTheCallerHasItsOwn() throws Exception {
    use((giver, _, service, client) -> {
      try (var reply = client.call(call(service, "Two"))) {
        assertClosed(giver, 2);
        assertThat(EventFd.adopt((Fd) reply.body(1)).take()).isEqualTo(7);
      }
      client.send(call(service, "Two"));
      assertClosed(giver, 2);
    });
  }

  @Test
  @Row("DBUS-92")
  void whatCannotBeSentIsClosedToo() throws Exception {
    var before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((_, _) -> {});
    try {
      use((giver, _, service, client) -> {
        assertThatThrownBy(() -> client.call(call(service, "Wrong")))
            .hasMessageContaining("Failed");
        assertClosed(giver, 1);
        client.send(call(service, "Wrong"));
        assertClosed(giver, 1);
      });
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  @Row("DBUS-92")
  void aCallerThatHasGivenUpLeavesNothing() throws Exception {
    use((giver, _, service, client) -> {
      try (var pending = client.start(call(service, "Late"))) {
        giver.isWaiting.await();
        assertThat(pending).isNotNull();
      }
      giver.mayGoOn.countDown();
      assertClosed(giver, 1);
      assertThatThrownBy(() -> ping(service, client)).hasMessageContaining("UnknownMethod");
      assertThat(client.strays()).isEqualTo(1);
    });
    use((giver, _, service, client) -> {
      client.send(call(service, "Late"));
      giver.isWaiting.await();
      service.close();
      giver.mayGoOn.countDown();
      assertClosed(giver, 1);
    });
  }

  @Test
  @Row("DBUS-92")
  void propertiesAreGivenAwayToo() throws Exception {
    use((giver, exported, service, client) -> {
      var remote = remote(service, client);
      try (var got = remote.get(FACE, "Handle", "h", Decoder::handle)) {
        assertThat(EventFd.adopt(got).take()).isEqualTo(7);
      }
      assertClosed(giver, 1);
      var all = Call.to(service.uniqueName(), PATH, "org.freedesktop.DBus.Properties", "GetAll");
      assertThatThrownBy(() -> client.call(all.with("s", FACE))).hasMessageContaining("a.B.None");
      assertClosed(giver, 1);
      var rule = MatchRule.signal().member("PropertiesChanged");
      try (var signals = client.subscribe(rule, 10)) {
        exported.changed(FACE, "None", "Handle");
        assertClosed(giver, 1);
        try (var signal = (Event.Signal) signals.take()) {
          assertThat(signal.body().get(2)).isEqualTo(List.of("None"));
          assertThat(signal.descriptors()).hasSize(1);
        }
      }
    });
  }

  @Test
  @Row("DBUS-92")
  void whatTheCallerDoesNotReadIsClosed() throws Exception {
    use((giver, _, service, client) -> {
      var remote = remote(service, client);
      var only =
          remote.call(
              FACE,
              "Two",
              "",
              BodyWriter.NOTHING,
              "vh",
              in -> {
                in.skip(Type.of("v"));
                return in.handle();
              });
      try (only) {
        assertThat(EventFd.adopt(only).take()).isEqualTo(7);
      }
      assertThatThrownBy(
              () -> remote.call(FACE, "Two", "", BodyWriter.NOTHING, "hv", Decoder::handle))
          .hasMessage(
              "org.freedesktop.DBus.Error.InvalidSignature: "
                  + FACE
                  + ".Two: \"vh\" came, \"hv\" was expected");
      assertThatThrownBy(() -> remote.get(FACE, "Handle", "s", Decoder::text))
          .hasMessageContaining("\"h\" came, \"s\" was expected");
      assertClosed(giver, 5);
    });
  }

  @Test
  void aReaderThatFailsBreaksOnlyItsCall() throws Exception {
    use((giver, _, service, client) -> {
      var deadline = TestBus.PATIENCE;
      for (var i = 0; i < 2; i++) {
        assertThatThrownBy(() ->
                remote(service, client)
                    .within(deadline)
                    .call(
                        FACE,
                        "Two",
                        "",
                        BodyWriter.NOTHING,
                        "vh",
                        in -> {
                          var _ = in.variant();
                          throw new IllegalStateException("no");
                        }))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("no");
      }
      assertClosed(giver, 4);
      assertThatThrownBy(() ->
              remote(service, client).call(FACE, "Two", "u", out -> out.uint32(-1), "", _ -> ""))
          .isInstanceOf(IllegalArgumentException.class);
      client.call(Call.to(service.uniqueName(), PATH, "org.freedesktop.DBus.Peer", "Ping")).close();
    });
  }

  @Test
  void whatIsLeftOfAReplyEndsTheConnection() throws Exception {
    use((giver, _, service, client) -> {
      assertThatThrownBy(() ->
              remote(service, client)
                  .call(FACE, "Two", "", BodyWriter.NOTHING, "vh", in -> in.variant()))
          .isInstanceOf(DbusDisconnectedException.class)
          .hasMessageContaining("left");
      assertClosed(giver, 2);
    });
  }
}
