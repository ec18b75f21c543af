package io.kvkit.spring.cached;

import io.kvkit.spring.cached.InvalidateOperation.Reach;
import io.kvkit.spring.operation.Declaration;
import io.kvkit.spring.operation.attribute.Attributes;
import io.kvkit.spring.operation.expression.Expressions.Sees;
import io.kvkit.spring.operation.key.KeyPlan;
import io.kvkit.spring.operation.key.KeyShape;
import java.util.ArrayList;
import java.util.List;

/** Reads what a {@code @CacheInvalidate} annotation removes. */
final class ReachRules {

    private static final String KEY_MEND = "Write the key of the @Cached method, as in key = \"#id\"";

    private ReachRules() {}

    /** Returns what is removed; exactly one attribute says it. */
    static Reach read(Declaration declaration) {
        Attributes attributes = declaration.attributes();
        List<Reach> set = set(declaration);
        if (set.isEmpty() && KeyRules.isSet(declaration)) {
            return Reach.KEY;
        }
        if (set.isEmpty()) {
            attributes.required("key", KEY_MEND);
        }
        Reach reach = set.get(set.size() - 1);
        if (set.size() > 1) {
            throw declaration
                    .site()
                    .error(
                            reach.attribute(),
                            null,
                            "it is set together with " + set.get(0).attribute(),
                            "Set exactly one of key, keys, tags and allEntries");
        }
        String scope = attributes.text("scope");
        if (reach.isWide() && !scope.isEmpty()) {
            throw declaration.site().error("scope", scope, "tags and allEntries reach all scopes", "Remove it");
        }
        return reach;
    }

    private static List<Reach> set(Declaration declaration) {
        Attributes attributes = declaration.attributes();
        List<Reach> set = new ArrayList<>();
        for (Reach reach : Reach.values()) {
            boolean isSet = switch (reach) {
                case KEY -> KeyRules.isOwn(declaration);
                case KEYS -> !attributes.text(reach.attribute()).isEmpty();
                case TAGS -> !attributes.texts(reach.attribute()).isEmpty();
                case ALL -> attributes.flag(reach.attribute());
            };
            if (isSet) {
                set.add(reach);
            }
        }
        return set;
    }

    /** Returns the key of the entry, or the keys; the same for all calls if it removes entries by something else. */
    static KeyPlan key(Declaration declaration, Reach reach, Sees sees) {
        String scope = ClassDefaults.scope(declaration);
        return switch (reach) {
            case KEY -> KeyRules.read(declaration, sees);
            case KEYS -> declaration.keys().ofEach("keys", text(declaration, reach), scope, sees);
            case TAGS, ALL -> declaration.keys().ofClient(false);
        };
    }

    /** Returns what is known of the key, or of each key, before any call. */
    static KeyShape shape(Declaration declaration, Reach reach) {
        return reach == Reach.KEYS ? declaration.elementShape(text(declaration, reach)) : KeyRules.shape(declaration);
    }

    private static String text(Declaration declaration, Reach reach) {
        return declaration.attributes().text(reach.attribute());
    }
}
