package dev.rohrpost.bench.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rohrpost.libc.UnistdH;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;

/// A user closes its descriptor after use, while another thread does so, too.
@JCStressTest
@Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "used, then closed once")
@Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "closed once, then refused")
@Outcome(expect = FORBIDDEN, desc = "closed under the borrower, never, or twice")
@State
public class CloseTwice {
  private final Watched watched = new Watched();
  private int neighbour;

  /// Borrows, closes, then opens something else.
  @Actor
  public void user(JJJ_Result result) {
    result.r1 = watched.use();
    watched.fd.close();
    neighbour = watched.openNeighbour();
  }

  /// Closes.
  @Actor
  public void closer() {
    watched.fd.close();
  }

  /// Looks at the other end.
  @Arbiter
  public void reader(JJJ_Result result) {
    result.r2 = watched.end();
    result.r3 = UnistdH.close(neighbour); // EBADF if the second close has hit it
  }
}
