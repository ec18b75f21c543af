package io.kvkit.spring.cached;

import io.kvkit.annotation.CacheDefaults;
import io.kvkit.spring.operation.Declaration;
import io.kvkit.spring.operation.attribute.Attributes;

/**
 * What a class says for the cache annotations of its methods; empty where it says nothing.
 *
 * @param name the name of the cache
 * @param scope the scope of the entries
 * @param keyGenerator the bean that makes keys
 */
record ClassDefaults(String name, String scope, String keyGenerator) {

    private static final ClassDefaults NOTHING = new ClassDefaults("", "", "");

    // A method whose class has a scope may have none.
    private static final String NO_SCOPE = "NONE";

    static ClassDefaults of(Declaration declaration) {
        Attributes found = declaration.attributes().ofClass(CacheDefaults.class);
        return found == null
                ? NOTHING
                : new ClassDefaults(found.text("name"), found.text("scope"), found.text("keyGenerator"));
    }

    /** Returns the scope of an annotation for single entries; empty if all callers share them. */
    static String scope(Declaration declaration) {
        String own = declaration.attributes().text("scope");
        String scope = own.isEmpty() ? of(declaration).scope : own;
        return scope.equals(NO_SCOPE) ? "" : scope;
    }

    /** Returns the name of an annotation that has a name in any case. */
    static String nameOr(Declaration declaration, String otherwise) {
        String name = of(declaration).name;
        return declaration.attributes().nameOr(name.isEmpty() ? otherwise : name);
    }

    /** Returns the name of an annotation that must have one. */
    static String requiredName(Declaration declaration, String mend) {
        String name = of(declaration).name;
        Attributes attributes = declaration.attributes();
        return name.isEmpty() ? attributes.requiredName(mend) : attributes.nameOr(name);
    }
}
