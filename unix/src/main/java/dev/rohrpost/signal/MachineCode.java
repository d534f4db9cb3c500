package dev.rohrpost.signal;

import dev.rohrpost.Arch;
import dev.rohrpost.UnixException;
import dev.rohrpost.libc.SysMmanH;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.HexFormat;

/// The two signal handlers: a few instructions in a page of their own, because the JVM cannot be
/// entered in the context of a signal.
///
/// Both work on the mask that the kernel restores when the handler returns, which is that of the
/// interrupted thread: at offset 296 of `ucontext_t` on x86-64, 40 on aarch64. The page is written
/// first and made executable then, never both at once, and is never freed. Nothing is written to it
/// afterwards, so no cache of instructions has to be told: the kernel does that for a page that it
/// makes executable.
final class MachineCode {
  /// Blocks the signal in the thread that it has hit, and sends it on to the process as it came,
  /// with the siginfo of its sender: there it waits until a thread that has it unblocked takes it,
  /// which does the same, or until it is read from the signalfd.
  ///
  /// The kernel lets a thread send a siginfo that claims to come from kill(2) only to its own
  /// number, hence gettid(2). Where somebody else has filled the queue meanwhile, it tries again
  /// for a while, but not for ever: the thread may be one that a safepoint waits for.
  private static final String[] HAND_BACK_X86 = {
    "f30f1efa", //         endbr64
    "8d4fff", //           lea  ecx, [rdi-1]          signal - 1
    "480fab8a28010000", // bts  [rdx+296], rcx        block it in this thread
    "b8ba000000", //       mov  eax, 186              gettid
    "0f05", //             syscall
    "4889f2", //           mov  rdx, rsi              siginfo
    "89fe", //             mov  esi, edi              signal
    "89c7", //             mov  edi, eax              thread
    "41b800000100", //     mov  r8d, 65536            attempts
    "b881000000", //       again: mov eax, 129        rt_sigqueueinfo
    "0f05", //             syscall
    "83f8f5", //           cmp  eax, -11              EAGAIN
    "750e", //             jne  done
    "41ffc8", //           dec  r8d
    "7409", //             je   done
    "b818000000", //       mov  eax, 24               sched_yield
    "0f05", //             syscall
    "ebe6", //             jmp  again
    "c3" //                done: ret
  };

  private static final String[] HAND_BACK_ARM = {
    "5f2403d5", // bti  c
    "03040051", // sub  w3, w0, #1                    signal - 1
    "240080d2", // mov  x4, #1
    "8420c39a", // lsl  x4, x4, x3
    "451440f9", // ldr  x5, [x2, #40]
    "a50004aa", // orr  x5, x5, x4
    "451400f9", // str  x5, [x2, #40]                 block it in this thread
    "e60300aa", // mov  x6, x0
    "e70301aa", // mov  x7, x1
    "481680d2", // mov  x8, #178                      gettid
    "010000d4", // svc  #0
    "e90300aa", // mov  x9, x0
    "2a00a052", // mov  w10, #65536                   attempts
    "e00309aa", // again: mov x0, x9                  thread
    "e10306aa", // mov  x1, x6                        signal
    "e20307aa", // mov  x2, x7                        siginfo
    "481180d2", // mov  x8, #138                      rt_sigqueueinfo
    "010000d4", // svc  #0
    "1f2c00b1", // cmn  x0, #11                       EAGAIN
    "c1000054", // b.ne done
    "4a050071", // subs w10, w10, #1
    "80000054", // b.eq done
    "880f80d2", // mov  x8, #124                      sched_yield
    "010000d4", // svc  #0
    "f5ffff17", // b    again
    "c0035fd6" //  done: ret
  };

  /// Adds the signals in the value of the siginfo to the mask of the thread, or removes them if bit
  /// 8 of the value is set: that is SIGKILL, which no mask ever holds.
  private static final String[] CHANGE_MASK_X86 = {
    "f30f1efa", //       endbr64
    "488b4618", //       mov  rax, [rsi+24]           si_value
    "f6c401", //         test ah, 1                   bit 8
    "7508", //           jnz  remove
    "48098228010000", // or   [rdx+296], rax
    "c3", //             ret
    "48f7d0", //         remove: not rax
    "48218228010000", // and  [rdx+296], rax
    "c3" //              ret
  };

  private static final String[] CHANGE_MASK_ARM = {
    "5f2403d5", // bti  c
    "230c40f9", // ldr  x3, [x1, #24]                 si_value
    "451440f9", // ldr  x5, [x2, #40]
    "83004037", // tbnz w3, #8, remove                bit 8
    "a50003aa", // orr  x5, x5, x3
    "451400f9", // str  x5, [x2, #40]
    "c0035fd6", // ret
    "a500238a", // remove: bic x5, x5, x3
    "451400f9", // str  x5, [x2, #40]
    "c0035fd6" //  ret
  };

  /// The bit of the value that says: remove.
  static final long REMOVE = 1L << 8;

  private static final int PAGE = 65_536; // the largest page of either processor
  private static final int SECOND = 128;

  private final long address;

  private MachineCode(long address) {
    this.address = address;
  }

  /// Makes the handlers callable.
  ///
  /// @return the handlers
  /// @throws UnixException with EACCES or EPERM where executable memory is denied
  /// @throws UnsupportedOperationException on other processors
  static MachineCode load() throws UnixException {
    if (Arch.CURRENT == Arch.OTHER || ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
      throw new UnsupportedOperationException(
          "no signal handler for the processor " + System.getProperty("os.arch"));
    }
    var address =
        SysMmanH.mmap(
            0,
            PAGE,
            SysMmanH.PROT_READ | SysMmanH.PROT_WRITE,
            SysMmanH.MAP_PRIVATE | SysMmanH.MAP_ANONYMOUS,
            -1,
            0);
    try {
      var page = SysMmanH.memory(address, PAGE);
      write(page, 0, handBackCode(Arch.CURRENT));
      write(page, SECOND, changeMaskCode(Arch.CURRENT));
      SysMmanH.mprotect(address, PAGE, SysMmanH.PROT_READ | SysMmanH.PROT_EXEC);
      return new MachineCode(address);
    } catch (UnixException e) {
      SysMmanH.munmap(address, PAGE);
      throw e;
    }
  }

  /// The instructions of [#handBack].
  static byte[] handBackCode(Arch arch) {
    return bytes(arch == Arch.AARCH64 ? HAND_BACK_ARM : HAND_BACK_X86);
  }

  /// The instructions of [#changeMask].
  static byte[] changeMaskCode(Arch arch) {
    return bytes(arch == Arch.AARCH64 ? CHANGE_MASK_ARM : CHANGE_MASK_X86);
  }

  private static byte[] bytes(String[] instructions) {
    return HexFormat.of().parseHex(String.join("", instructions));
  }

  private static void write(MemorySegment page, long offset, byte[] code) {
    MemorySegment.copy(MemorySegment.ofArray(code), 0, page, offset, code.length);
  }

  /// The handler of a signal that somebody wants to receive.
  long handBack() {
    return address;
  }

  /// The handler of the signal by which masks are changed.
  long changeMask() {
    return address + SECOND;
  }
}
