package io.shearwater.spi;

import java.time.Instant;

/** One change of the registry: who did what to which thing, and when. */
public record AuditRecord(long number, Instant at, String actor, String action, String subject) {}
