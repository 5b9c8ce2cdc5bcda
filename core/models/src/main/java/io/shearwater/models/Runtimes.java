package io.shearwater.models;

import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelRuntime;
import io.shearwater.learning.Trainer;
import io.shearwater.model.Names;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The learners and runtimes among the plugins. Thread-safe. */
public final class Runtimes {
    private final List<ModelRuntime> runtimes;
    private final List<Trainer> trainers;

    public Runtimes(List<ModelRuntime> runtimes, List<Trainer> trainers) {
        this.runtimes = List.copyOf(runtimes);
        this.trainers = List.copyOf(trainers);
    }

    /** Those on the class path. */
    public static Runtimes onClassPath() {
        return new Runtimes(
                ServiceLoader.load(ModelRuntime.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList(),
                ServiceLoader.load(Trainer.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList());
    }

    Optional<ModelRuntime> find(String format) {
        return runtimes.stream()
                .filter(runtime -> runtime.format().equals(format))
                .findFirst();
    }

    ModelRuntime runtime(String format) {
        List<String> formats = runtimes.stream().map(ModelRuntime::format).toList();
        return find(format)
                .orElseThrow(() -> LearningError.NO_RUNTIME.because("There is no runtime for models of the format '"
                        + format + "' on the class path; there are " + formats + "."
                        + Names.didYouMean(format, formats) + " Add the artifact shearwater-" + format + "."));
    }

    /** The runtime that knows the files of a directory. */
    ModelRuntime recognise(Path directory) {
        return runtimes.stream()
                .filter(runtime -> runtime.recognises(directory))
                .findFirst()
                .orElseThrow(() -> LearningError.NO_RUNTIME.because("No runtime recognises the files "
                        + ModelFolder.regularFiles(directory).stream()
                                .map(directory::relativize)
                                .toList()
                        + " as a model; there are runtimes for "
                        + runtimes.stream().map(ModelRuntime::format).toList() + ". Name the format."));
    }

    Trainer trainer(String name) {
        List<String> names = trainers.stream().map(Trainer::name).toList();
        return trainers.stream()
                .filter(trainer -> trainer.name().equals(name))
                .findFirst()
                .orElseThrow(() -> LearningError.NO_RUNTIME.because(
                        "There is no learner '" + name + "' on the class path; there are " + names + "."
                                + Names.didYouMean(name, names) + " Add the artifact shearwater-" + name + "."));
    }
}
