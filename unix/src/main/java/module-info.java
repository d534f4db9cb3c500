/// What the kernel offers: processes, signals, pipes, and the supervision of workers.
@org.jspecify.annotations.NullMarked
module dev.rohrpost.unix {
  exports dev.rohrpost.memory;
  exports dev.rohrpost.pipe;
  exports dev.rohrpost.process;
  exports dev.rohrpost.queue;
  exports dev.rohrpost.semaphore;
  exports dev.rohrpost.signal;
  exports dev.rohrpost.socket;
  exports dev.rohrpost.supervise;

  requires transitive dev.rohrpost.core;
  requires static transitive org.jspecify;
  requires jdk.unsupported; // sun.misc.Signal, the JVM's own door to the signals it keeps
}
