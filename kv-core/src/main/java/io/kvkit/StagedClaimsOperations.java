package io.kvkit;

import io.kvkit.recipe.Area;
import io.kvkit.recipe.Recipes;
import io.kvkit.recipe.once.OnceSettings;

/** Finds the records of operations and consumers by name. */
record StagedClaimsOperations(ClientNames names, ClientCalls calls, Recipes recipes) implements AsyncClaimsOperations {

    @Override
    public StagedKvClaims operation(String name) {
        OnceSettings settings = names.operation(name);
        boolean typed = names.isExecutable(name);
        NamedKeys keys = names.keys(Area.IDEMPOTENCY, name);
        return new StagedKvClaims(recipes.idempotency().decisions(), keys, settings, typed, calls);
    }

    @Override
    public StagedKvClaims consumer(String name) {
        OnceSettings settings = names.consumer(name);
        NamedKeys keys = names.keys(Area.DEDUPE, name).storedBy(settings);
        return new StagedKvClaims(recipes.dedupe().decisions(), keys, settings, false, calls);
    }
}
