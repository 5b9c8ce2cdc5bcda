package io.shearwater.online;

import io.shearwater.model.DataType;
import io.shearwater.transform.BoundChain;
import java.util.List;

/**
 * The on-demand transformations of one group of a view, at a request.
 *
 * @param sources where each of their inputs comes from
 * @param outputs the names that each output has in the view; empty of one that the view does not select
 */
record ServedOnDemand(BoundChain chain, List<Source> sources, List<String> outputs) {
    ServedOnDemand {
        sources = List.copyOf(sources);
        outputs = List.copyOf(outputs);
    }

    /**
     * Where an input comes from: the request if it names it, else what was read, else the time of the request.
     *
     * @param name by which a request gives it
     * @param read its place among what is read; {@link VectorPlan#NONE} of what only a request has
     * @param stored whether what is read is looked up, so that it may be missing; what is not has to be in the request
     * @param isNow whether it is the time of the request where the request does not say
     * @param feeds the outputs that are made of it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Source(String name, DataType type, int read, boolean stored, boolean isNow, int[] feeds) {}
}
