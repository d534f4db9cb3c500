package dev.rohrpost.bench.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/// One thread uses a descriptor while another closes it.
@JCStressTest
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "used, then closed")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "closed, then refused")
@Outcome(expect = FORBIDDEN, desc = "closed under the borrower, or never")
@State
public class BorrowAndClose {
  private final Watched watched = new Watched();

  /// Borrows.
  @Actor
  public void user(JJ_Result result) {
    result.r1 = watched.use();
  }

  /// Closes.
  @Actor
  public void closer() {
    watched.fd.close();
  }

  /// Looks at the other end.
  @Arbiter
  public void reader(JJ_Result result) {
    result.r2 = watched.end();
  }
}
