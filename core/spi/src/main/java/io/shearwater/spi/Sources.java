package io.shearwater.spi;

import io.shearwater.model.FrameReader;
import io.shearwater.plan.FrameRef;
import io.shearwater.plan.Plan;

/** Resolves what a plan names: tables to pinned, pruned files, and frames to rows. */
public interface Sources {
    FileSet files(Plan.Scan scan);

    FrameReader frame(FrameRef ref);
}
