package dev.rohrpost.bench.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rohrpost.memory.RingSettings.Producers;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;

/// One thread sends two messages into a ring while another takes one.
@JCStressTest
@Outcome(id = "0, 1, 2", expect = ACCEPTABLE, desc = "taken before they were sent")
@Outcome(id = "1, 2, 0", expect = ACCEPTABLE, desc = "sent, then taken")
@Outcome(expect = FORBIDDEN, desc = "torn, lost, twice or out of order")
@State
public class SendAndTake {
  private final SharedRing ring = new SharedRing(Producers.ONE);

  /// Sends.
  @Actor
  public void sender() {
    SharedRing.send(ring.first, 1);
    SharedRing.send(ring.first, 2);
  }

  /// Takes.
  @Actor
  public void taker(JJJ_Result result) {
    result.r1 = ring.take();
  }

  /// Takes what is left.
  @Arbiter
  public void rest(JJJ_Result result) {
    result.r2 = ring.take();
    result.r3 = ring.take();
    ring.close();
  }
}
