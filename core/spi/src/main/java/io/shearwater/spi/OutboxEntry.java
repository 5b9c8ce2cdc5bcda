package io.shearwater.spi;

import io.shearwater.model.GroupRef;

/**
 * A commit that is not online yet.
 *
 * @param payload what to do, as JSON; the offline module gives it meaning
 */
public record OutboxEntry(String project, GroupRef group, long commit, String payload) {}
