package dev.rohrpost.rpc;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The programs that a server has.
final class Services {
  private final RpcService[] all;

  /// Beside each service its numbers, so that finding one allocates nothing.
  private final Program[] programs;

  Services(Collection<RpcService> services) {
    all =
        services.stream()
            .sorted(Comparator.comparingLong(service -> service.program().version()))
            .toArray(RpcService[]::new);
    programs = new Program[all.length];
    for (var i = 0; i < all.length; i++) {
      programs[i] = all[i].program();
      for (var k = 0; k < i; k++) {
        if (programs[k].equals(programs[i])) {
          throw new IllegalArgumentException("two services for " + programs[i]);
        }
      }
    }
  }

  List<Program> programs() {
    return List.of(programs);
  }

  @Nullable RpcService find(long number, long version) {
    for (var i = 0; i < all.length; i++) {
      if (programs[i].number() == number && programs[i].version() == version) {
        return all[i];
      }
    }
    return null;
  }

  /// Says why there is none.
  Refusal missing(long number) {
    long low = Long.MAX_VALUE;
    long high = -1;
    for (var program : programs) {
      if (program.number() == number) {
        low = Math.min(low, program.version());
        high = Math.max(high, program.version());
      }
    }
    return high < 0 ? new Refusal.ProgramUnavailable() : new Refusal.ProgramMismatch(low, high);
  }
}
