package dev.rohrpost.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallTableTest {
  /// Calls that last long while many others come and go: the numbers wrap around in the table.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void callsAreFoundByTheirNumbersAndInTheirOrder(long seed) {
    var random = new Random(seed);
    var table = new CallTable();
    var inFlight = new ArrayList<PendingCall>();
    for (var i = 0; i < 20_000; i++) {
      if (inFlight.isEmpty() || random.nextInt(200) > inFlight.size()) {
        var call = new PendingCall(100);
        table.add(call);
        inFlight.add(call);
      } else {
        var last = random.nextBoolean() ? inFlight.size() : 1 + random.nextInt(inFlight.size());
        var gone = inFlight.remove(last - 1);
        table.remove(gone);
        table.remove(gone); // does nothing
        assertThat(table.find(gone.xid)).isNull();
      }
      assertThat(table.size()).isEqualTo(inFlight.size());
    }
    var next = table.oldest();
    for (var call : inFlight) {
      assertThat(table.find(call.xid)).isSameAs(call);
      assertThat(next).isSameAs(call);
      next = call.next;
    }
    assertThat(next).isNull();
  }
}
