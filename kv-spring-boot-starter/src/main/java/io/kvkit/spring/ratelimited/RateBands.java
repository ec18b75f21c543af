package io.kvkit.spring.ratelimited;

import io.kvkit.annotation.RateLimited;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.operation.Declaration;
import io.kvkit.spring.operation.Layers;
import io.kvkit.spring.operation.attribute.Attributes;
import io.kvkit.spring.ratelimited.RateLimitProperties.Limit;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the limits of one {@code @RateLimited}: its own, or those of the settings. */
final class RateBands {

    private final OperationSite site;
    private final Attributes attributes;
    private final Layers<Limit> layers;

    RateBands(Declaration declaration, Layers<Limit> layers) {
        this.site = declaration.site();
        this.attributes = declaration.attributes();
        this.layers = layers;
    }

    /** Returns the limits, complete and checked. */
    List<Band> read() {
        List<Attributes> own = attributes.nested("bands", io.kvkit.annotation.Band.class);
        requireOneWay(own);
        Limit named = layers.byName();
        if (!named.bands().isEmpty()) {
            return bands(named.bands(), layers.nameProperty("bands"), layers.nameProperty("limit"), named);
        }
        if (named.isRate()) {
            return List.of(single(own.isEmpty()));
        }
        if (!own.isEmpty()) {
            return own.stream().map(this::band).toList();
        }
        return List.of(single(true));
    }

    private void requireOneWay(List<Attributes> own) {
        if (!own.isEmpty() && isOwnRate()) {
            throw site.error("bands", null, "limit, window or burst is set too", "Set bands, or limit and window");
        }
    }

    private boolean isOwnRate() {
        return attributes.number("limit") != null
                || attributes.number("burst") != null
                || period(attributes).isWritten();
    }

    private List<Band> bands(List<LimitBand> bands, String property, String limit, Limit settings) {
        if (settings.isRate()) {
            throw site.error(property, null, limit + ", window or burst is set too", "Set bands, or limit and window");
        }
        List<Band> read = new ArrayList<>();
        for (int i = 0; i < bands.size(); i++) {
            LimitBand band = bands.get(i);
            Period period = band.period();
            Algorithm algorithm = period.algorithm(band.algorithm(), () -> algorithm(band.algorithm()));
            String place = property + "[" + i + "]";
            read.add(BandRules.below(place, site::error).band(band.limit(), period, band.burst(), algorithm, zone()));
        }
        return read;
    }

    private Band band(Attributes band) {
        RateLimited.Algorithm own = band.constant("algorithm", RateLimited.Algorithm.class);
        if (own == RateLimited.Algorithm.CONCURRENCY) {
            throw site.error(
                    "bands",
                    own,
                    "a limit of concurrent calls is no band",
                    "Repeat the annotation with another name, and with algorithm = CONCURRENCY");
        }
        Period period = period(band);
        Algorithm algorithm = period.algorithm(own, () -> algorithm(own));
        return BandRules.below("bands", site::error)
                .band(band.number("limit"), period, band.number("burst"), algorithm, zone());
    }

    // An annotation with bands does not combine them with a limit of the settings.
    private Band single(boolean mixed) {
        Limit named = layers.byName();
        Limit defaults = layers.defaults();
        Integer burst = named.burst();
        if (burst == null && named.limit() == null && mixed) {
            burst = Declaration.first(attributes.number("burst"), isOwnRate() ? null : defaults.burst());
        }
        Period own = period(attributes);
        Period period = named.period().or(own).or(defaults.period());
        return new BandRules(
                        site::error,
                        layers.origin("limit", "limit", Limit::limit, attributes.number("limit")),
                        layers.origin("window", "window", Limit::window, own.window()),
                        layers.origin("burst", "burst", Limit::burst, attributes.number("burst")))
                .band(
                        Declaration.first(named.limit(), attributes.number("limit"), defaults.limit()),
                        period,
                        burst,
                        period.algorithm(written(named), () -> algorithm(null)),
                        zone());
    }

    private RateLimited.@Nullable Algorithm written(Limit named) {
        RateLimited.Algorithm byName = named.algorithm();
        return byName == null || byName == RateLimited.Algorithm.DEFAULT
                ? ConcurrencyParser.rate(attributes.constant("algorithm", RateLimited.Algorithm.class))
                : byName;
    }

    private static Period period(Attributes attributes) {
        return Period.of(attributes.duration("window"), attributes.constant("calendar", RateLimited.Calendar.class));
    }

    private ZoneId zone() {
        String own = attributes.text("zone");
        try {
            return layers.value(Limit::zone, own.isEmpty() ? null : ZoneId.of(own), ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw site.error("zone", own, "there is no such time zone", "Write one such as Europe/Berlin or UTC");
        }
    }

    private Algorithm algorithm(RateLimited.@Nullable Algorithm own) {
        if (own != null && own != RateLimited.Algorithm.DEFAULT) {
            return layers.constant(settings -> null, own, Algorithm.TOKEN_BUCKET);
        }
        return layers.constant(
                Limit::algorithm,
                ConcurrencyParser.rate(attributes.constant("algorithm", RateLimited.Algorithm.class)),
                Algorithm.TOKEN_BUCKET);
    }
}
