package io.kvkit.codec;

import java.lang.reflect.Field;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Date;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Compares a copy of a value with it, part by part.
 *
 * <p>All of the state must be alike. If the class overrides {@code equals}, the copy must be equal as well; equality
 * alone is not enough, because an equality of ids says nothing about the rest. An {@code equals} that depends on the
 * identity of a part is ignored; then every field without exception must be alike.
 */
final class Likeness {

    private final StandIns standIns;
    private final boolean everyField;
    private final IdentityHashMap<Object, Object> compared = new IdentityHashMap<>();
    private final Containers containers = new Containers(this);
    private @Nullable String what;
    private @Nullable String place;
    private boolean reordered;

    Likeness(StandIns standIns) {
        this(standIns, false);
    }

    private Likeness(StandIns standIns, boolean everyField) {
        this.standIns = standIns;
        this.everyField = everyField;
    }

    /** Returns the first difference and the innermost field that contains it; never a value. */
    String difference() {
        String first = what == null ? "it is not equal" : what;
        return place == null ? first : place + ": " + first;
    }

    /** Returns whether unordered parts have changed places. */
    boolean reordered() {
        return reordered;
    }

    boolean like(@Nullable Object value, @Nullable Object copy, Type declared) {
        if (value == copy) {
            return true;
        }
        if (value == null || copy == null) {
            return differs(value == null ? "null comes back as a value" : "a value comes back as null");
        }
        if (compared.put(value, copy) == copy) {
            return true;
        }
        boolean alike = Containers.isOne(value)
                ? containers.like(value, copy, declared)
                : likeOne(standIns.of(value), standIns.of(copy));
        if (!alike) {
            compared.remove(value);
        }
        return alike;
    }

    boolean likeFields(Object value, Object copy, List<Field> fields) {
        for (Field field : fields) {
            if (!like(Reflected.get(field, value), Reflected.get(field, copy), field.getGenericType())) {
                place = place == null
                        ? field.getName() + " of " + field.getDeclaringClass().getName()
                        : place;
                return false;
            }
        }
        return true;
    }

    boolean differs(String difference) {
        what = what == null ? difference : what;
        return false;
    }

    /** Records that unordered parts are alike in other places, so earlier differences do not count. */
    boolean likeInOtherPlaces() {
        reordered = true;
        what = null;
        place = null;
        return true;
    }

    static String name(Object value) {
        return value.getClass().getTypeName();
    }

    private boolean likeOne(Object value, Object copy) {
        if (value instanceof Date one && copy instanceof Date other && value.getClass() != copy.getClass()) {
            return isSameMoment(one, other) || differs(name(value) + " is not equal");
        }
        if (value instanceof JsonNode one && copy instanceof JsonNode other) {
            return one.equals(Likeness::compare, other) || differs("a tree is not equal");
        }
        if (value.getClass() != copy.getClass()) {
            return differs(name(value) + " comes back as " + name(copy));
        }
        boolean own = Reflected.hasEquals(value.getClass());
        if (Reflected.isOfJdk(value.getClass()) || value instanceof Enum<?>) {
            return (own ? value.equals(copy) : NoEquality.alike(value, copy)) || differs(name(value) + " is not equal");
        }
        return likeState(value, copy, own);
    }

    private boolean likeState(Object value, Object copy, boolean own) {
        StateFields fields = StateFields.of(value.getClass());
        if (everyField) {
            return likeFields(value, copy, fields.all());
        }
        return likeFields(value, copy, fields.state())
                && (!own
                        || value.equals(copy)
                        || new Likeness(standIns, true).likeFields(value, copy, fields.all())
                        || differs(name(value) + " is not equal"));
    }

    // A JDBC subclass of Date counts as a declared Date, if a Date can represent it.
    @SuppressWarnings("JavaUtilDate")
    private static boolean isSameMoment(Date one, Date other) {
        return one.getTime() == other.getTime() && OldTimes.isWholeMillis(one);
    }

    // In a tree, an int that is read for a written long is the same number.
    private static int compare(JsonNode one, JsonNode other) {
        Optional<BigDecimal> number = one.decimalValueOpt();
        return one.equals(other)
                        || other.decimalValueOpt()
                                .filter(it -> isNumber(number, it))
                                .isPresent()
                ? 0
                : 1;
    }

    private static boolean isNumber(Optional<BigDecimal> one, BigDecimal other) {
        return one.isPresent() && one.get().compareTo(other) == 0;
    }
}
