/// Pipes and FIFOs.
package dev.rohrpost.pipe;
