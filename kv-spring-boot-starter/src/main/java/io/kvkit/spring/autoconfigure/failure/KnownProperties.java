package io.kvkit.spring.autoconfigure.failure;

import io.kvkit.spring.autoconfigure.KvProperties;
import io.kvkit.spring.operation.attribute.Typos;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/** The names of all properties under {@code kv.}, and which of them an unknown name may mean. */
public final class KnownProperties {

    private final List<List<String>> names = PropertyNames.of("kv", KvProperties.class);

    /** The names, with {@code *} for what the user names. */
    public List<String> names() {
        return names.stream().map(KnownProperties::text).toList();
    }

    /** What to write instead of an unknown name, as a sentence without a full stop. */
    String mend(ConfigurationPropertyName unknown) {
        List<String> written = IntStream.range(0, unknown.getNumberOfElements())
                .mapToObj(i -> unknown.isNumericIndex(i)
                        ? "[" + unknown.getElement(i, Form.ORIGINAL) + "]"
                        : unknown.getElement(i, Form.ORIGINAL))
                .toList();
        String bracketed = bracketed(written);
        if (bracketed != null) {
            return "A name with dots goes into brackets: write " + bracketed;
        }
        if (names.stream().map(name -> filled(name, written)).anyMatch(written::equals)) {
            return "The numbers of a list begin with [0] and have no gaps";
        }
        List<String> byName = byName(written);
        if (byName != null) {
            return "Only a single name can have this setting: write " + text(byName);
        }
        return names.stream()
                .map(name -> filled(name, written))
                .min(Comparator.comparingInt(name -> distance(name, written)))
                .filter(name -> distance(name, written) <= 3)
                .map(name -> "Did you mean " + text(name) + "?")
                .orElseGet(() -> neighbours(written));
    }

    // The user's own name, or index, for what the user names.
    private static List<String> filled(List<String> known, List<String> written) {
        List<String> filled = new ArrayList<>(known);
        for (int i = 0; i < Math.min(known.size(), written.size()); i++) {
            boolean index = written.get(i).startsWith("[");
            if (known.get(i).equals(index ? PropertyNames.ANY_INDEX : PropertyNames.ANY)) {
                filled.set(i, written.get(i));
            }
        }
        return filled;
    }

    private @Nullable String bracketed(List<String> written) {
        for (List<String> known : names) {
            int any = known.indexOf(PropertyNames.ANY);
            int last = known.size() - 1;
            if (any > 0
                    && any == last - 1
                    && written.size() > known.size()
                    && known.subList(0, any).equals(written.subList(0, any))
                    && known.get(last).equals(written.get(written.size() - 1))) {
                String name = String.join(".", written.subList(any, written.size() - 1));
                return String.join(".", known.subList(0, any)) + ".[" + name + "]." + known.get(last);
            }
        }
        return null;
    }

    // A setting that exists by name, but not for all names.
    private @Nullable List<String> byName(List<String> written) {
        int last = written.size() - 1;
        return last != 3 || !written.get(2).equals("defaults")
                ? null
                : names.stream()
                        .filter(name -> name.size() == 5 && name.get(3).equals(PropertyNames.ANY))
                        .filter(name -> name.subList(0, 2).equals(written.subList(0, 2)))
                        .filter(name -> name.get(4).equals(written.get(last)))
                        .findFirst()
                        .orElse(null);
    }

    private String neighbours(List<String> written) {
        for (int depth = written.size() - 1; depth > 0; depth--) {
            List<String> parent = written.subList(0, depth);
            List<String> children = names.stream()
                    .map(name -> filled(name, written))
                    .filter(name -> name.size() > parent.size()
                            && name.subList(0, parent.size()).equals(parent))
                    .map(name -> name.get(parent.size()))
                    .distinct()
                    .toList();
            if (!children.isEmpty()) {
                return "Known under " + text(parent) + ": " + String.join(", ", children);
            }
        }
        return "Remove it";
    }

    private static int distance(List<String> known, List<String> written) {
        boolean sameArea =
                known.size() > 2 && written.size() > 2 && known.subList(0, 2).equals(written.subList(0, 2));
        int edits = Typos.edits(text(known), text(written));
        boolean sameSetting = sameArea && known.get(known.size() - 1).equals(written.get(written.size() - 1));
        return sameSetting ? Math.min(3, edits) : edits;
    }

    private static String text(List<String> name) {
        return String.join(".", name).replace(".[", "[");
    }
}
