package io.kvkit.spring.ratelimited;

import io.kvkit.annotation.Band;
import io.kvkit.annotation.RateLimited.Algorithm;
import io.kvkit.spring.operation.Attributes;
import io.kvkit.spring.operation.Declaration;
import io.kvkit.spring.operation.Layers;
import io.kvkit.spring.operation.OperationSite;
import io.kvkit.spring.ratelimited.RateLimitSettings.BandSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the limits of one {@code @RateLimited}: its own, or those of the settings. */
final class RateBands {

    private final OperationSite site;
    private final Attributes attributes;
    private final Layers<RateLimitSettings> layers;

    RateBands(Declaration declaration, Layers<RateLimitSettings> layers) {
        this.site = declaration.site();
        this.attributes = declaration.attributes();
        this.layers = layers;
    }

    /** The limits, complete and checked. */
    List<RateBand> read() {
        List<Attributes> own = attributes.nested("bands", Band.class);
        requireOneWay(own);
        RateLimitSettings named = layers.byName();
        if (!named.bands().isEmpty()) {
            return bands(named.bands(), layers.nameProperty("bands"), layers.nameProperty("limit"), named);
        }
        if (isRate(named)) {
            return List.of(single(own.isEmpty()));
        }
        if (!own.isEmpty()) {
            return own.stream().map(this::band).toList();
        }
        RateLimitSettings defaults = layers.defaults();
        if (!isOwnRate() && !defaults.bands().isEmpty()) {
            return bands(defaults.bands(), layers.defaultProperty("bands"), layers.defaultProperty("limit"), defaults);
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
                || !attributes.text("window").isEmpty();
    }

    private static boolean isRate(RateLimitSettings settings) {
        return settings.limit() != null || settings.window() != null || settings.burst() != null;
    }

    private List<RateBand> bands(List<BandSettings> bands, String property, String limit, RateLimitSettings settings) {
        if (isRate(settings)) {
            throw site.error(property, null, limit + ", window or burst is set too", "Set bands, or limit and window");
        }
        List<RateBand> read = new ArrayList<>();
        for (int i = 0; i < bands.size(); i++) {
            BandSettings band = bands.get(i);
            String place = property + "[" + i + "].";
            read.add(new BandCheck(site, place + "limit", place + "window", place + "burst")
                    .band(band.limit(), band.window(), band.burst(), algorithm(band.algorithm())));
        }
        return read;
    }

    private RateBand band(Attributes band) {
        return new BandCheck(site, "bands.limit", "bands.window", "bands.burst")
                .band(
                        band.number("limit"),
                        band.duration("window"),
                        band.number("burst"),
                        algorithm(band.constant("algorithm", Algorithm.class)));
    }

    // The limits of an annotation with bands are not mixed with a limit of the settings.
    private RateBand single(boolean mixed) {
        RateLimitSettings named = layers.byName();
        RateLimitSettings defaults = layers.defaults();
        Integer burst = named.burst();
        if (burst == null && named.limit() == null && mixed) {
            burst = Declaration.first(attributes.number("burst"), isOwnRate() ? null : defaults.burst());
        }
        Duration own = attributes.duration("window");
        return new BandCheck(
                        site,
                        layers.origin("limit", "limit", RateLimitSettings::limit, attributes.number("limit")),
                        layers.origin("window", "window", RateLimitSettings::window, own),
                        layers.origin("burst", "burst", RateLimitSettings::burst, attributes.number("burst")))
                .band(
                        Declaration.first(named.limit(), attributes.number("limit"), defaults.limit()),
                        Declaration.first(named.window(), own, defaults.window()),
                        burst,
                        algorithm(null));
    }

    private Algorithm algorithm(@Nullable Algorithm own) {
        if (own != null && own != Algorithm.DEFAULT) {
            return own;
        }
        return layers.constant(
                RateLimitSettings::algorithm,
                attributes.constant("algorithm", Algorithm.class),
                Algorithm.TOKEN_BUCKET);
    }
}
