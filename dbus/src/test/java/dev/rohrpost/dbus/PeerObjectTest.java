package dev.rohrpost.dbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rohrpost.dbus.gen.NastyObject;
import dev.rohrpost.dbus.gen.snippets.Nasty;
import dev.rohrpost.dbus.object.ExportedObject;
import dev.rohrpost.dbus.object.RemoteObject;
import dev.rohrpost.dbus.type.ObjectPath;
import dev.rohrpost.fd.FdKind;
import dev.rohrpost.pipe.Pipe;
import dev.rohrpost.testkit.NoFdLeaks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A generated client calls an exported object without a bus, in both directions.
@ExtendWith(NoFdLeaks.class)
@Timeout(60)
class PeerObjectTest {
  private static final ObjectPath PATH = ObjectPath.of("/com/example/nasty");

  @TempDir private Path folder;

  private interface Use {
    void of(Peer peer, Nasty.Client client) throws Exception;
  }

  private void use(PeerServer.Handler server, Use use) throws Exception {
    var address = BusAddress.ofFile(folder.resolve("peers"));
    try (var _ = PeerServer.builder(server).listen(address);
        var peer = Peer.connect(address)) {
      use.of(peer, new Nasty.Client(RemoteObject.of(peer, PATH)));
    }
  }

  private static void export(Peer peer) throws DbusDisconnectedException {
    var _ = ExportedObject.of(peer, PATH, Nasty.exported(new NastyObject()));
  }

  @Test
  void argumentsPropertiesAndDescriptorsGoThereAndBack() throws Exception {
    use(
        PeerObjectTest::export,
        (_, client) -> {
          assertThat(client.class_("ä")).isEqualTo("ä!");
          assertThat(client.within(1, 2, 3)).isEqualTo(123);
          client.forget("it");
          client.setEntries(List.of());
          assertThat(client.entries()).isEmpty();
          assertThat(client.ttyPath()).isEqualTo(ObjectPath.of("/tty"));
          try (var pipe = Pipe.open();
              var got = client.pass(pipe.writeEnd().fd(), Map.of(9L, pipe.readEnd().fd()))) {
            assertThat(got.kind()).isEqualTo(FdKind.FIFO);
          }
        });
  }

  @Test
  void theServerCallsObjectsOfItsClients() throws Exception {
    var answers = new LinkedBlockingQueue<String>();
    use(
        peer ->
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    answers.add(new Nasty.Client(RemoteObject.of(peer, PATH)).class_("to you"));
                  } catch (DbusException | InterruptedException e) {
                    answers.add(e.toString());
                  }
                }),
        (peer, _) -> {
          export(peer);
          assertThat(answers.take()).isEqualTo("to you!");
        });
  }

  @Test
  void anObjectThatIsNotThereIsAnError() throws Exception {
    use(
        _ -> {},
        (_, client) ->
            assertThatThrownBy(() -> client.class_("x"))
                .isInstanceOf(DbusException.class)
                .hasMessageContaining("Unknown"));
  }

  @Test
  void theTimeToWaitCanBeSet() throws Exception {
    var isOver = new CountDownLatch(1);
    use(
        peer -> {
          var _ =
              peer.serve(
                  PATH,
                  call -> {
                    isOver.await();
                    call.reply("", _ -> {});
                  });
        },
        (peer, _) -> {
          var object = RemoteObject.of(peer, PATH).within(Duration.ofMillis(50));
          try {
            assertThatThrownBy(() -> object.call("a.b", "C", "", _ -> {}))
                .isInstanceOf(DbusTimeoutException.class);
          } finally {
            isOver.countDown();
          }
        });
  }
}
