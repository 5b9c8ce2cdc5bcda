package io.shearwater.grpc;

import io.shearwater.grpc.v1.Origin;
import io.shearwater.grpc.v1.PredictRequest;
import io.shearwater.grpc.v1.Prediction.Call;
import io.shearwater.grpc.v1.Prediction.Contribution;
import io.shearwater.grpc.v1.Prediction.Explanation;
import io.shearwater.grpc.v1.Prediction.Interval;
import io.shearwater.grpc.v1.ReadFeature;
import io.shearwater.grpc.v1.Value;
import io.shearwater.learning.Prediction;
import io.shearwater.learning.Prediction.FeatureValue;
import io.shearwater.learning.Prediction.Outcome;
import io.shearwater.learning.Prediction.Served;
import io.shearwater.model.Times;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Predictions as messages. */
final class PredictionMessages {
    private static final double NANOS_PER_MICRO = 1_000;

    private PredictionMessages() {}

    static io.shearwater.grpc.v1.Prediction of(Prediction prediction, PredictRequest request) {
        var message = io.shearwater.grpc.v1.Prediction.newBuilder().setRequestId(prediction.requestId());
        Served served = prediction.served();
        served.model().ifPresent(model -> message.setModel(model.name()).setModelVersion(model.version()));
        served.view().ifPresent(message::setFeatureView);
        served.logic().ifPresent(logic -> message.setLogic(logic.className()).setLogicDigest(logic.digest()));
        message.setTrainingDataset(served.trainingDataset()).setStandIn(served.isFallback());
        Outcome outcome = prediction.outcome();
        message.setValue(value(outcome.value()))
                .addAllScores(outcome.scores())
                .putAllProbabilities(outcome.probabilities());
        outcome.interval()
                .ifPresent(interval -> message.setInterval(Interval.newBuilder()
                        .setLow(interval.low())
                        .setHigh(interval.high())
                        .setCoverage(interval.coverage())));
        outcome.outputs().forEach((name, output) -> message.putOutputs(name, value(output)));
        if (request.getWithFeatures()) {
            prediction.features().forEach(feature -> message.addFeatures(feature(feature)));
        }
        prediction.explanation().ifPresent(explanation -> {
            Explanation.Builder told =
                    Explanation.newBuilder().setMargin(explanation.margin()).setBias(explanation.bias());
            explanation
                    .contributions()
                    .forEach((name, share) -> told.addContributions(
                            Contribution.newBuilder().setFeature(name).setValue(share)));
            message.setExplanation(told);
        });
        prediction.timings().forEach((step, time) -> message.putTimingsMicros(step, time.toNanos() / NANOS_PER_MICRO));
        prediction
                .calls()
                .forEach(call -> message.addCalls(
                        Call.newBuilder().setPart(call.part()).setPrediction(of(call.prediction(), request))));
        return message.build();
    }

    private static ReadFeature feature(FeatureValue feature) {
        ReadFeature.Builder read = ReadFeature.newBuilder()
                .setName(feature.name())
                .setValue(value(feature.value()))
                .setStatusValue(VectorLayout.status(feature.status()))
                .setOrigin(
                        switch (feature.origin()) {
                            case STORED -> Origin.ORIGIN_STORED;
                            case PASSED -> Origin.ORIGIN_PASSED;
                            case COMPUTED -> Origin.ORIGIN_COMPUTED;
                            case FALLBACK -> Origin.ORIGIN_FALLBACK;
                        });
        feature.eventTime().ifPresent(time -> read.setEventTime(Times.micros(time)));
        return read.build();
    }

    private static Value value(@Nullable Object value) {
        Value.Builder message = Value.newBuilder();
        switch (value) {
            case null -> {}
            case Boolean bool -> message.setBoolean(bool);
            case Integer number -> message.setInteger(number);
            case Long number -> message.setInteger(number);
            case Instant time -> message.setInteger(Times.micros(time));
            case LocalDate day -> message.setInteger(day.toEpochDay());
            case Float number -> message.setNumber(number);
            case Double number -> message.setNumber(number);
            case String text -> message.setText(text);
            case BigDecimal number -> message.setText(number.toPlainString());
            case byte[] bytes -> message.setBinary(VectorLayout.binary(bytes));
            case float[] floats -> message.setBinary(VectorLayout.binary(floats));
            default -> message.setJson(VectorLayout.text(value));
        }
        return message.build();
    }
}
