package dev.rohrpost.libc;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.StructLayout;

/// What this library uses of `<linux/vm_sockets.h>`.
public final class LinuxVm_socketsH {
  /// Any machine that this one is.
  public static final int VMADDR_CID_ANY = -1;

  /// The hypervisor.
  public static final int VMADDR_CID_HYPERVISOR = 0;

  /// This machine itself.
  public static final int VMADDR_CID_LOCAL = 1;

  /// The host of this machine.
  public static final int VMADDR_CID_HOST = 2;

  /// The kernel chooses.
  public static final int VMADDR_PORT_ANY = -1;

  /// A machine and a port.
  public static final StructLayout SOCKADDR_VM =
      structLayout(
              JAVA_SHORT.withName("svm_family"),
              JAVA_SHORT.withName("svm_reserved1"),
              JAVA_INT.withName("svm_port"),
              JAVA_INT.withName("svm_cid"),
              paddingLayout(4))
          .withName("sockaddr_vm");

  private LinuxVm_socketsH() {}
}
