/**
 * Who may do what, and who did: users, service accounts and their API keys, roles and grants in projects, the decision
 * whether somebody may do something, the log of accesses, secrets, limits, and tokens of identity providers. Rules without a
 * network: a server asks them. Keeps everything in a {@code RegistryStore}, but the log in files.
 */
@NullMarked
package io.shearwater.access;

import org.jspecify.annotations.NullMarked;
