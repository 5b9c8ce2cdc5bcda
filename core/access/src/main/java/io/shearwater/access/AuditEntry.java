package io.shearwater.access;

/**
 * An event as it is in the log.
 *
 * @param number from 1, without gaps
 */
public record AuditEntry(long number, AuditEvent event) {}
