/// Keeping workers running, and replacing them without losing a request.
package dev.rohrpost.supervise;
