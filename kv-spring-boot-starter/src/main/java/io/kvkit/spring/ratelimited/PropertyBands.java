package io.kvkit.spring.ratelimited;

import io.kvkit.annotation.RateLimited;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.spring.operation.Declaration;
import io.kvkit.spring.operation.Layers;
import io.kvkit.spring.ratelimited.RateLimitProperties.Limit;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the limits of a name that has properties only. */
record PropertyBands(Layers<Limit> layers) {

    /**
     * Returns the complete limits.
     *
     * @throws IllegalArgumentException if they are incomplete or contradict themselves
     */
    static List<Band> of(Layers<Limit> layers) {
        PropertyBands bands = new PropertyBands(layers);
        List<LimitBand> named = layers.byName().bands();
        return named.isEmpty()
                ? List.of(bands.single())
                : named.stream().map(bands::band).toList();
    }

    private Band single() {
        Limit named = layers.byName();
        Limit defaults = layers.defaults();
        Integer burst = named.burst() == null && named.limit() == null ? defaults.burst() : named.burst();
        return band(new LimitBand(
                Declaration.first(named.limit(), defaults.limit()),
                named.period().or(defaults.period()).window(),
                named.calendar(),
                burst,
                named.algorithm()));
    }

    private Band band(LimitBand band) {
        Integer limit = band.limit();
        if (limit == null || !band.period().isWritten()) {
            throw layers.error(
                    layers.nameProperty(limit == null ? "limit" : "window"),
                    null,
                    "it is not set, and no annotation has this name",
                    "Set limit and window, or bands");
        }
        return new BandRules(
                        layers::error,
                        layers.nameProperty("limit"),
                        layers.nameProperty("window"),
                        layers.nameProperty("burst"))
                .band(
                        limit,
                        band.period(),
                        band.burst(),
                        band.period().algorithm(band.algorithm(), () -> algorithm(band.algorithm())),
                        layers.value(Limit::zone, null, ZoneOffset.UTC));
    }

    private Algorithm algorithm(RateLimited.@Nullable Algorithm own) {
        return own == null || own == RateLimited.Algorithm.DEFAULT
                ? layers.constant(Limit::algorithm, null, Algorithm.TOKEN_BUCKET)
                : layers.constant(settings -> null, own, Algorithm.TOKEN_BUCKET);
    }
}
