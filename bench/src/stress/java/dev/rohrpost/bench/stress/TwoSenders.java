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

/// Two threads send into the same ring at once.
@JCStressTest
@Outcome(id = "1, 2, 0", expect = ACCEPTABLE, desc = "the first was faster")
@Outcome(id = "2, 1, 0", expect = ACCEPTABLE, desc = "the second was faster")
@Outcome(expect = FORBIDDEN, desc = "torn, lost or twice")
@State
public class TwoSenders {
  private final SharedRing ring = new SharedRing(Producers.MANY);

  /// Sends.
  @Actor
  public void one() {
    SharedRing.send(ring.first, 1);
  }

  /// Sends as well.
  @Actor
  public void other() {
    SharedRing.send(ring.second, 2);
  }

  /// Takes both.
  @Arbiter
  public void both(JJJ_Result result) {
    result.r1 = ring.take();
    result.r2 = ring.take();
    result.r3 = ring.take();
    ring.close();
  }
}
