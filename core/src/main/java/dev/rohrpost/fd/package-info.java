/// Owned descriptors, and waiting on them until there is data, a deadline, an interrupt or a close.
package dev.rohrpost.fd;
