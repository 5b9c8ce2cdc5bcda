package io.shearwater.learning;

import io.shearwater.learning.Prediction.Outcome;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment computes around its models: which of them it asks, with what, and what follows from their answers. A public
 * class with a public constructor without parameters. One instance answers all requests until it is replaced, from many
 * threads at once, so it is thread-safe.
 *
 * <p>The class and all that it names are kept in the store when it is deployed; what it names of libraries too.
 */
public interface PredictionLogic extends AutoCloseable {
    /** What clients send and get, whichever models it asks. Always the same. */
    LogicSchema schema();

    /**
     * Answers an entry.
     *
     * @param entry what was named of the schema, as the Java types of its fields
     * @param parts the models and views of the deployment; valid until this returns
     * @return what the schema says: the prediction in its type, and the other fields as {@link Outcome#outputs}
     * @throws io.shearwater.model.ShearwaterException what a part throws; of the kind USER to refuse the entry. Anything else that
     *     is thrown is a failure, as of a model
     */
    Outcome predict(Map<String, @Nullable Object> entry, Parts parts);

    /** Frees what it holds, after its last answer. */
    @Override
    default void close() {}

    /** The models and views of a deployment by their names there. Thread-safe. */
    interface Parts {
        /**
         * Asks a model for a prediction, or a view for a vector.
         *
         * @param entry as for a deployment of that model; names that only the schema of the logic knows are left out, so that
         *     the entry of the client will do where names are the same
         */
        Prediction ask(String part, Map<String, ?> entry);
    }
}
