package io.shearwater.serving;

import io.shearwater.learning.LogicCode;
import io.shearwater.learning.LogicSchema;
import io.shearwater.learning.PredictionLogic;
import io.shearwater.learning.Variant;
import io.shearwater.model.Field;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Something on the way into a lineup.
 *
 * @param pieces models and views by the names under which the code asks them; one without a name where there is no code
 */
record Loaded(Role role, Variant variant, Map<String, Piece> pieces, Optional<Code> code) implements AutoCloseable {
    /** A model with its view, or a view. */
    record Piece(ServedView view, Optional<LoadedModel> model) implements AutoCloseable {
        List<Field> response() {
            return model.map(ready -> ready.outcomes().response())
                    .orElseGet(() -> view.features().fields());
        }

        Contract.Side side(String name, Set<String> fallbacks) {
            return Contract.Side.of(name, view.form(), fallbacks, response());
        }

        @Override
        public void close() {
            model.ifPresent(ready -> ready.predictor().close());
        }
    }

    /** Logic, made. */
    record Code(LogicCode code, PredictionLogic logic, LogicSchema schema) {
        /** Makes it and finds out what it says of itself. */
        static Code of(Servables servables, LogicCode code) {
            PredictionLogic logic = servables.logic(code);
            return new Code(code, logic, logic.schema());
        }
    }

    String name() {
        return variant instanceof Variant.Vectors vectors ? vectors.view().toString() : variant.toString();
    }

    List<ServedView> views() {
        return pieces.values().stream().map(Piece::view).toList();
    }

    Contract.Side side(Set<String> fallbacks) {
        return code.map(known -> Contract.Side.of(
                        name(),
                        known.schema,
                        views().stream().map(ServedView::form).toList()))
                .orElseGet(() -> pieces.values().iterator().next().side(name(), fallbacks));
    }

    @Override
    public void close() {
        pieces.values().forEach(Piece::close);
        code.ifPresent(known -> known.logic.close());
    }
}
