/// The kernel's own lists of tasks and descriptors, read by small programs that run inside of it.
///
/// A file of `/proc` takes three system calls, and a machine has a hundred thousand of them. A BPF
/// iterator lists all tasks, or all descriptors, in one go. The programs for it are put together
/// here, from the description that the kernel gives of its own structures; the kernel proves that
/// they do no harm before it runs them, and forgets them when they are closed.
///
/// @see <a href="https://docs.kernel.org/bpf/bpf_iterators.html">BPF iterators</a>
package dev.rohrpost.inspect.kernel;
