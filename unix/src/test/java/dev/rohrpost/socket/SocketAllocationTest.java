package dev.rohrpost.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.fd.Deadline;
import dev.rohrpost.fd.Transfer;
import dev.rohrpost.testkit.Allocated;
import dev.rohrpost.testkit.NoFdLeaks;
import java.lang.foreign.Arena;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Sending and receiving allocates nothing on a platform thread, once the compiler has seen it.
@ExtendWith(NoFdLeaks.class)
@Timeout(600)
class SocketAllocationTest {
  @Test
  void aRoundTripAllocatesNothing() throws Exception {
    assertThat(Allocated.leastOf(Measure.class)).hasSize(9).containsOnly(0L);
  }

  static final class Measure {
    private Measure() {}

    public static void main(String... arguments) throws Exception {
      try (var streams = StreamSocket.pair();
          var datagrams = DatagramSocket.pair();
          var packets = SeqpacketSocket.pair();
          var here = DatagramSocket.bind(InternetAddress.loopback(0));
          var there = DatagramSocket.connect(here.address());
          var batch = new Batch(4, 128);
          var arena = Arena.ofConfined()) {
        var bytes = arena.allocate(128);
        print(() -> {
          streams.first().write(bytes);
          expect(128, streams.second().read(bytes));
        });
        print(() -> {
          datagrams.first().send(bytes);
          expect(128, datagrams.second().receive(bytes));
        });
        print(() -> {
          packets.first().send(bytes);
          expect(128, packets.second().receive(bytes));
        });
        var gather = new Gather(4);
        var room = arena.allocate(4 * 128);
        print(() -> {
          for (var i = 0; i < 4; i++) {
            gather.add(bytes, i, 128 - i);
          }
          streams.first().write(gather);
          expect(506, streams.second().read(room));
        });
        var buffer = new DescriptorBuffer(16);
        print(() -> {
          streams.first().write(bytes);
          expect(128, streams.second().read(room, buffer));
          expect(0, buffer.take().size());
        });
        var later = Deadline.after(Duration.ofHours(1));
        print(() -> {
          streams.first().write(bytes);
          expect(128, streams.second().read(room, 256, 128, buffer, later));
          expect(0, buffer.take().size());
        });
        var attaching = new Gather(1, 4);
        print(() -> {
          attaching.add(bytes);
          for (var i = 0; i < 4; i++) {
            attaching.attach(packets.first().socket().fd());
          }
          streams.first().write(attaching);
          expect(128, streams.second().read(room)); // which closes them
        });
        var address = new AddressBuffer();
        print(() -> {
          gather.add(bytes);
          expect(128, there.send(gather, Deadline.NEVER));
          expect(128, here.receive(room, address, Deadline.NEVER));
          expect(128, here.send(bytes, address, Deadline.NEVER));
          expect(128, there.receive(room));
          var _ = address.address();
        });
        print(() -> {
          for (var i = 0; i < 4; i++) {
            batch.fill(i, 128);
          }
          expect(4, batch.send(datagrams.first().socket(), 4, Deadline.NEVER));
          expect(4, batch.receive(datagrams.second().socket(), Deadline.NEVER));
        });
      }
    }

    private static void print(Allocated.Action roundTrip) throws Exception {
      System.out.println(Allocated.bytesPerCall(5, 50_000, roundTrip));
    }

    private static void expect(int count, Transfer got) {
      expect(count, got instanceof Transfer.Bytes(int bytes) ? bytes : -1);
    }

    private static void expect(int count, int got) {
      if (got != count) {
        throw new AssertionError(got + " and not " + count);
      }
    }
  }
}
