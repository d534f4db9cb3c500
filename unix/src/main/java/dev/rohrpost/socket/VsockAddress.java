package dev.rohrpost.socket;

import dev.rohrpost.libc.LinuxVm_socketsH;

/// A virtual machine, or its host, and a port.
///
/// @param cid the machine; `-1` to bind to any that this one is
/// @param port any 32 bits; to bind to `-1` lets the kernel choose one
/// @see <a href="https://man7.org/linux/man-pages/man7/vsock.7.html">vsock(7)</a>
public record VsockAddress(int cid, int port) implements Address {
  /// Any machine that this one is.
  public static final int ANY = LinuxVm_socketsH.VMADDR_CID_ANY;

  /// This machine itself, if the kernel has the loopback of vsock.
  public static final int LOCAL = LinuxVm_socketsH.VMADDR_CID_LOCAL;

  /// The host of this machine.
  public static final int HOST = LinuxVm_socketsH.VMADDR_CID_HOST;

  @Override
  public Domain domain() {
    return Domain.VSOCK;
  }

  @Override
  public String toString() {
    return "vsock " + Integer.toUnsignedString(cid) + ":" + Integer.toUnsignedString(port);
  }
}
