package io.kvkit.sample;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

record AccountPlan(
        @NotNull @Pattern(regexp = "free|team|pro") String plan) {}
