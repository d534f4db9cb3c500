/// System V semaphores: sets of counters on which processes wait for each other.
///
/// One call does several operations on a set at once, or none of them; the kernel can undo what a
/// process has done when it dies, which no other lock between processes does without the help of
/// its users.
package dev.rohrpost.semaphore;
