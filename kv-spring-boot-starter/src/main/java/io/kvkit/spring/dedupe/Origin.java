package io.kvkit.spring.dedupe;

import io.kvkit.annotation.DedupeEvent.Preset;
import io.kvkit.spring.dedupe.DedupeProperties.Consumer;
import io.kvkit.spring.dedupe.webhook.EventSignatures;
import io.kvkit.spring.dedupe.webhook.Sender;
import io.kvkit.spring.operation.Declaration;
import io.kvkit.spring.operation.Layers;
import io.kvkit.store.MicroClock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the events of a consumer come from.
 *
 * @param preset the preset; null if there is none
 * @param source finds the ids of the events; null if an expression does
 * @param signatures verifies the signatures of the events; null if they are not verified
 */
record Origin(
        @Nullable Preset preset,
        @Nullable EventSource source,
        @Nullable EventSignatures signatures) {

    /**
     * Reads the preset of a consumer and its secrets.
     *
     * @throws io.kvkit.spring.KvConfigurationException if they cannot work on the method
     */
    static Origin read(Declaration declaration, Layers<Consumer> layers) {
        Preset preset = declaration.attributes().constant("preset", Preset.class);
        String header = SourceRules.header(declaration, preset);
        if (preset == null) {
            refuseSecret(declaration, layers, "the consumer has no preset that says how events are signed");
            return new Origin(null, null, null);
        }
        Sender sender = Sender.of(preset);
        boolean signs = sender != null && sender.signs();
        boolean keyed = SourceRules.isKeyed(declaration, preset, signs);
        EventSource source = new SourceRules(declaration, preset, sender).source(header);
        if (sender == null || !signs) {
            refuseSecret(declaration, layers, "events of preset = " + preset + " are not signed");
            return new Origin(preset, source, null);
        }
        return new Origin(preset, keyed ? null : source, signatures(declaration, layers, preset, sender));
    }

    /** Returns whether the sender of the preset signs its events, but nothing verifies them. */
    boolean isUnverified() {
        Sender sender = preset == null ? null : Sender.of(preset);
        return sender != null && sender.signs() && signatures == null;
    }

    private static @Nullable EventSignatures signatures(
            Declaration declaration, Layers<Consumer> layers, Preset preset, Sender sender) {
        List<String> secrets = layers.byName().secret();
        if (secrets == null) {
            return null;
        }
        try {
            return sender.signatures(secrets.stream().map(String::strip).toList(), MicroClock.system());
        } catch (IllegalArgumentException wrongForm) {
            throw declaration
                    .site()
                    .error(
                            layers.nameProperty("secret"),
                            null,
                            "it is no secret for preset = " + preset + ": " + wrongForm.getMessage(),
                            "Write the secret that the sender shows");
        }
    }

    private static void refuseSecret(Declaration declaration, Layers<Consumer> layers, String problem) {
        if (layers.byName().secret() != null) {
            throw declaration
                    .site()
                    .error(
                            layers.nameProperty("secret"),
                            null,
                            problem,
                            "Set a preset whose sender signs its events, such as preset = GITHUB, or remove the"
                                    + " secret");
        }
    }
}
