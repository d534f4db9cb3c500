/// Owned descriptors, errno and the C declarations that the other modules stand on.
///
/// The only module that links C: start the JVM with `--enable-native-access=dev.rohrpost.core`.
@SuppressWarnings("module") // unix and inspect are built later
@org.jspecify.annotations.NullMarked
module dev.rohrpost.core {
  exports dev.rohrpost;
  exports dev.rohrpost.fd;
  exports dev.rohrpost.ipc;
  exports dev.rohrpost.libc to
      dev.rohrpost.unix,
      dev.rohrpost.inspect; // bindings are not API

  requires static transitive org.jspecify;
}
