package dev.rohrpost.process;

import dev.rohrpost.Signal;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.SignalH;
import dev.rohrpost.libc.SpawnH;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a child is from its birth on: its signals, its group, its session.
final class Attributes implements AutoCloseable {
  private static final long ALL = ~0L;

  /// Those of most programs, made once. They are never destroyed: somebody may be using them.
  private static volatile @Nullable Attributes usual;

  private final MemorySegment attributes;

  /// Makes attributes, which live at least as long as the arena.
  static Attributes of(Arena arena, Settings settings) throws UnixException {
    if (!(settings.job instanceof Job.Ours)
        || !settings.blocked.isEmpty()
        || !settings.ignored.isEmpty()) {
      return new Attributes(arena, settings);
    }
    var made = usual;
    if (made == null) {
      made = new Attributes(Arena.global(), settings);
      usual = made;
    }
    return made;
  }

  private Attributes(Arena arena, Settings settings) throws UnixException {
    attributes = arena.allocate(SpawnH.POSIX_SPAWNATTR_T);
    SpawnH.posix_spawnattr_init(attributes);
    var set = arena.allocate(SignalH.SIGSET_T);
    set.set(ValueLayout.JAVA_LONG, 0, ALL & ~mask(settings.ignored));
    SpawnH.posix_spawnattr_setsigdefault(attributes, set);
    set.set(ValueLayout.JAVA_LONG, 0, mask(settings.blocked));
    SpawnH.posix_spawnattr_setsigmask(attributes, set);
    var flags = SpawnH.POSIX_SPAWN_SETSIGDEF | SpawnH.POSIX_SPAWN_SETSIGMASK | flag(settings.job);
    if (settings.job instanceof Job.Group(int id)) {
      SpawnH.posix_spawnattr_setpgroup(attributes, id);
    }
    SpawnH.posix_spawnattr_setflags(attributes, (short) flags);
  }

  private static int flag(Job job) {
    return switch (job) {
      case Job.Ours() -> 0;
      case Job.NewGroup(), Job.Group(_) -> SpawnH.POSIX_SPAWN_SETPGROUP;
      case Job.NewSession(), Job.Terminal(_) -> SpawnH.POSIX_SPAWN_SETSID;
    };
  }

  private static long mask(Set<Signal> signals) {
    var mask = 0L;
    for (var signal : signals) {
      mask |= 1L << (signal.number() - 1);
    }
    return mask;
  }

  MemorySegment attributes() {
    return attributes;
  }

  @Override
  public void close() {
    if (this != usual) {
      SpawnH.posix_spawnattr_destroy(attributes);
    }
  }
}
