package dev.rohrpost.messaging;

import dev.rohrpost.UnixException;
import dev.rohrpost.ipc.SystemVKey;
import dev.rohrpost.queue.SystemVQueue;

/// Finds System V queues by the names of endpoints.
public final class SystemVQueues {
  private SystemVQueues() {}

  /// Opens the queue of an endpoint.
  ///
  /// @param endpoint its name
  /// @return the queue
  /// @throws UnixException with ENOENT if there is none with this key, EINVAL if there is none with
  ///   this id, or what [SystemVKey#of] says of a file
  public static SystemVQueue open(Endpoint.SystemVQueue endpoint) throws UnixException {
    return endpoint.name() instanceof Endpoint.SystemVName.Id(int id)
        ? SystemVQueue.ofId(id)
        : SystemVQueue.open(key(endpoint.name()));
  }

  /// Returns the key of a System V object: of a queue, a set of semaphores or a segment.
  ///
  /// @param name how it is found
  /// @return the key
  /// @throws IllegalArgumentException if it is found by its id, which is no key
  /// @throws UnixException what [SystemVKey#of] says of a file
  public static SystemVKey key(Endpoint.SystemVName name) throws UnixException {
    return switch (name) {
      case Endpoint.SystemVName.Id(int id) ->
          throw new IllegalArgumentException("id=" + id + " is given by the kernel; name a key");
      case Endpoint.SystemVName.Key(int number) -> new SystemVKey(number);
      case Endpoint.SystemVName.File(var path, var project) -> SystemVKey.of(path, project);
    };
  }
}
