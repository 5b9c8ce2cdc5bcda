package io.shearwater.store;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.FunctionRef;
import io.shearwater.model.TransformationCall;
import io.shearwater.transform.OnDemandChain;
import io.shearwater.transform.ViewChain;
import java.util.List;
import java.util.function.Supplier;

/**
 * Checks what definitions say of transformations, with their code at hand, before they are stored, and keeps the code.
 * Thread-safe.
 *
 * @param registered the functions of the store
 */
record TransformationRules(RegisteredFunctions functions, Supplier<List<FunctionRef>> registered) {
    /**
     * A group whose on-demand transformations are in order, with digests of their code.
     *
     * @throws io.shearwater.model.ShearwaterException naming the call and what is wrong with it
     */
    FeatureGroupSpec registered(FeatureGroupSpec group) {
        return group.onDemand().isEmpty()
                ? group
                : group.withOnDemand(functions.registered(checked(group).onDemand()));
    }

    /** As {@link #registered(FeatureGroupSpec)}, but keeps nothing and digests nothing. */
    FeatureGroupSpec checked(FeatureGroupSpec group) {
        if (group.onDemand().isEmpty()) {
            return group;
        }
        FeatureGroupSpec known = group.withOnDemand(resolved(group.onDemand()));
        if (!known.schemaIsOpen()) {
            OnDemandChain.of(known, functions);
        }
        return known;
    }

    /** A group with digests of the program's own code, to be compared with what is stored. */
    FeatureGroupSpec digested(FeatureGroupSpec group) {
        return group.onDemand().isEmpty() ? group : group.withOnDemand(functions.digested(resolved(group.onDemand())));
    }

    /** A view with digests of the program's own code, to be compared with what is stored. */
    FeatureViewSpec digested(FeatureViewSpec view) {
        return view.transformations().isEmpty()
                ? view
                : view.withTransformations(functions.digested(resolved(view.transformations())));
    }

    /**
     * A view whose transformations are in order, with digests of their code.
     *
     * @throws io.shearwater.model.ShearwaterException naming the call and what is wrong with it
     */
    FeatureViewSpec registered(FeatureViewSpec view) {
        return view.transformations().isEmpty()
                ? view
                : view.withTransformations(functions.registered(checked(view).transformations()));
    }

    /** As {@link #registered(FeatureViewSpec)}, but keeps nothing and digests nothing. */
    FeatureViewSpec checked(FeatureViewSpec view) {
        if (view.transformations().isEmpty()) {
            return view;
        }
        FeatureViewSpec known = view.withTransformations(resolved(view.transformations()));
        ViewChain.of(known, functions);
        return known;
    }

    /** A function whose class the program lacks is the registered one of its name, version and code. */
    private List<TransformationCall> resolved(List<TransformationCall> calls) {
        return calls.stream().map(this::resolved).toList();
    }

    private TransformationCall resolved(TransformationCall call) {
        FunctionRef function = call.function();
        if (functions.isAtHand(function)) {
            return call;
        }
        List<FunctionRef> all = registered.get();
        return all.stream()
                .filter(known -> known.name().equals(function.name())
                        && known.version() == function.version()
                        && known.code().equals(function.code()))
                .findFirst()
                .map(known -> call.withFunction(function.withDigest(known.digest())))
                .orElseThrow(() -> StoreError.MISSING_CODE.because("The code '" + function.code()
                        + "' of the transformation '" + function.name() + "' version " + function.version()
                        + " is neither on the class path of this program nor registered in the store, which has "
                        + texts(all) + ". Put its jar on the class path, or name one that is registered."));
    }

    private static List<String> texts(List<FunctionRef> functions) {
        return functions.stream()
                .map(known -> known.name() + " version " + known.version() + " (" + known.code() + ")")
                .distinct()
                .toList();
    }
}
