package io.kvkit.spring.operation.key.equality;

import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether the {@code equals()} of a class means that all its fields are equal. If not, its fields are no key:
 * equal objects would have different keys. Reads class files, because reflection does not show code.
 */
public final class FieldEquality {

    private final Class<?> type;
    private final Class<?> declaring;
    private final Set<String> read = new HashSet<>();
    private boolean known = true;
    private boolean simple = true;
    private boolean ofOneClass;
    private boolean ofAll;

    private FieldEquality(Class<?> type) {
        this.type = type;
        this.declaring = OwnEquals.method(type).getDeclaringClass();
    }

    /** Reads the {@code equals()} of a type. */
    public static FieldEquality of(Class<?> type) {
        FieldEquality equality = new FieldEquality(type);
        equality.read(equality.declaring);
        return equality;
    }

    /** Returns the class whose objects can be equal to those of the type. */
    public Class<?> owner() {
        return declaring == Object.class || ofOneClass ? type : declaring;
    }

    /**
     * Returns how equality differs from that of the fields, as a text that follows the name of the class; null if it is
     * equality of the fields, or identity.
     */
    @Nullable
    public String difference(List<Field> fields) {
        if (declaring == Object.class || !known || ofAll) {
            return null;
        }
        if (!simple) {
            return "has an equals() that does more than compare fields";
        }
        return fields.stream()
                .map(Field::getName)
                .filter(name -> !read.contains(name))
                .findFirst()
                .map(name -> "leaves its field " + name + " out of equals()")
                .orElse(null);
    }

    private void read(Class<?> each) {
        if (each == Object.class) {
            return;
        }
        EqualsReader reader = EqualsReader.of(each);
        if (reader == null) {
            known = false;
            return;
        }
        EqualsBody equality = reader.equality();
        read.addAll(equality.fields());
        equality.getters().forEach(this::readGetter);
        simple &= equality.isSimple();
        ofOneClass |= equality.comparesClasses();
        ofAll |= equality.isGenerated();
        if (equality.callsSuper()) {
            read(OwnEquals.method(each.getSuperclass()).getDeclaringClass());
        }
    }

    // The object's own class comes first because it may override a method that the class with equals() calls.
    private void readGetter(String name) {
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            EqualsReader reader = EqualsReader.of(each);
            GetterBody getter = reader == null ? null : reader.getter(name);
            if (getter != null) {
                String field = getter.field();
                simple &= field != null;
                read.add(field == null ? name : field);
                return;
            }
        }
        simple = false;
    }
}
