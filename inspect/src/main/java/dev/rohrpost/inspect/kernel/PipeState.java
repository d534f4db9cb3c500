package dev.rohrpost.inspect.kernel;

/// What the kernel knows of a pipe.
///
/// @param readers how many open file descriptions can read from it
/// @param writers how many can write to it
/// @param pages how many pages are in use; one may have a few bytes only
/// @param capacity how many pages it takes
public record PipeState(int readers, int writers, int pages, int capacity) {
  static final PipeState NONE = new PipeState(0, 0, 0, 0);
}
