package io.shearwater.learning;

import java.util.Map;

/**
 * A learner. Stateless and thread-safe: tasks may run side by side. Implementations that are plugins are found by
 * {@link java.util.ServiceLoader}; users hand in their own.
 */
public interface Trainer {
    /** The name by which it is chosen, as {@code xgboost}. */
    String name();

    /**
     * Learns.
     *
     * @param listener is told of each round; may end the training
     * @throws io.shearwater.model.ShearwaterException BAD_PARAMETER naming the parameter, its value and the nearest name;
     *     BAD_EXAMPLES; LEARNER_FAILED
     */
    TrainedModel train(TrainingTask task, Listener listener);

    /** As {@link #train(TrainingTask, Listener)}, to the end that the parameters say. */
    default TrainedModel train(TrainingTask task) {
        return train(task, (round, metrics) -> Progress.GO_ON);
    }

    /** What to do after a round. */
    enum Progress {
        GO_ON,
        /** End with what is learnt. */
        STOP
    }

    /** Hears of the progress of a training; called by the training's thread. */
    @FunctionalInterface
    interface Listener {
        /**
         * A round is done: an iteration, an epoch.
         *
         * @param round from 0; one that goes on from a checkpoint begins later
         * @param metrics of it, by name, as {@code validation-logloss}
         */
        Progress round(int round, Map<String, Double> metrics);

        /**
         * A checkpoint is about to be written with all rounds that were told: what is to outlive a crash as they do is safe when this
         * returns.
         */
        default void checkpoint() {}
    }
}
