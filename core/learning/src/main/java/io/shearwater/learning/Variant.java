package io.shearwater.learning;

import io.shearwater.model.Names;
import io.shearwater.model.ViewRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** What can answer the requests of a deployment. Immutable. */
public sealed interface Variant permits Variant.Part, Variant.Logic {
    /** The models and views that it needs. */
    Collection<Part> parts();

    /** What answers by itself: a model with the view that it was trained on, or a view. */
    sealed interface Part extends Variant permits ModelRef, Vectors {
        @Override
        default Collection<Part> parts() {
            return List.of(this);
        }
    }

    /**
     * Vectors of a view, without a model.
     *
     * @param trainingDataset whose fitted transformations are used; none for a view that learns nothing
     */
    record Vectors(ViewRef view, OptionalInt trainingDataset) implements Part {
        @Override
        public String toString() {
            return "vectors of " + view;
        }
    }

    /**
     * Code that asks several models and views.
     *
     * @param named the models and views by the names under which the code asks them; they change with it, all at once
     */
    record Logic(LogicCode code, Map<String, Part> named) implements Variant {
        public Logic {
            named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
            named.keySet().forEach(name -> Names.check("part", name));
        }

        /** Code that asks nothing yet. The class is public, and so is its constructor without parameters. */
        public static Logic of(Class<? extends PredictionLogic> code) {
            return new Logic(new LogicCode(code.getName(), ""), Map.of());
        }

        /** The same, which asks a model or view under this name. */
        public Logic with(String name, Part part) {
            Map<String, Part> next = new LinkedHashMap<>(named);
            next.put(name, part);
            return new Logic(code, next);
        }

        /** The same with other code. */
        public Logic withCode(LogicCode next) {
            return new Logic(next, named);
        }

        @Override
        public Collection<Part> parts() {
            return named.values();
        }

        @Override
        public String toString() {
            List<String> texts = new ArrayList<>();
            named.forEach((name, part) -> texts.add(name + "=" + part));
            return code + " (" + String.join(", ", texts) + ")";
        }
    }
}
