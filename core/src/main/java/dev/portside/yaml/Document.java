package dev.portside.yaml;

/**
 * One document of an input.
 *
 * @param input where it was read
 * @param index its place among the input's documents, from 0
 * @param root what it says
 */
public record Document(Input input, int index, Tree root) {}
