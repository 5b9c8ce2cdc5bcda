package io.shearwater.duckdb;

import io.shearwater.model.ShearwaterException;
import java.util.Optional;

/** Tells a failure of a statement in the words of what was asked for. */
interface Explanation {
    /** The failure, if this knows it; a session to look closer with. */
    Optional<ShearwaterException> explain(String message, Session session);
}
