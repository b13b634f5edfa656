/** Completion scripts for shells. They hold all words, so that completing starts no program. */
import type { Choice, Node } from "./tree.ts";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

export function completionScript(shell: Shell, tree: readonly Node[]): string {
  return { bash, zsh, fish }[shell](tree);
}

function names(choices: readonly Choice[]): string {
  return choices.map(({ name }) => name).join(" ");
}

/** The case of each command: what `words` offers behind it. */
function cases(tree: readonly Node[], body: (node: Node) => string): string {
  return tree.map((node) => `    ${JSON.stringify(node.path.join(" "))})\n${body(node)}\n      ;;`).join("\n");
}

/** Commands are the leading words that name one; the rest are arguments and options. */
function bash(tree: readonly Node[]): string {
  const paths = tree.slice(1).map(({ path }) => JSON.stringify(path.join(" ")));
  const valued = valueOptions(tree);
  return `# Completion of myelin for bash: eval "$(myelin completion bash)"
_myelin() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} line="" word commands="" options=""
  COMPREPLY=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${line:+$line }$word" in
      ${paths.join("|")}) line="\${line:+$line }$word" ;;
    esac
  done
  case "$previous" in
    ${valued.join("|")}) COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  case "$line" in
${cases(tree, ({ commands, options }) => `      commands=${quote(names(commands))} options=${quote(names(options))}`)}
  esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$options" -- "$current")) ;;
    *)
      if [ -n "$commands" ]; then COMPREPLY=($(compgen -W "$commands" -- "$current"))
      else COMPREPLY=($(compgen -f -- "$current")); fi
      ;;
  esac
}
complete -F _myelin myelin
`;
}

/** Options after which a word of the user's follows. */
function valueOptions(tree: readonly Node[]): string[] {
  return [...new Set(tree.flatMap(({ options }) => options.filter((one) => one.takesValue).map(({ name }) => name)))];
}

function zsh(tree: readonly Node[]): string {
  const paths = tree.slice(1).map(({ path }) => JSON.stringify(path.join(" ")));
  const described = ({ name, summary }: Choice) => quote(`${name.replace(/:/g, "\\:")}:${summary}`);
  return `#compdef myelin
# Completion of myelin for zsh: eval "$(myelin completion zsh)"
_myelin() {
  local line="" word
  local -a choices flags
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "\${line:+$line }$word" in
      ${paths.join("|")}) line="\${line:+$line }$word" ;;
    esac
  done
  case "$words[CURRENT-1]" in
    ${valueOptions(tree).join("|")}) _files; return ;;
  esac
  case "$line" in
${cases(
  tree,
  ({ commands, options }) =>
    `      choices=(${commands.map(described).join(" ")})\n      flags=(${options.map(described).join(" ")})`,
)}
  esac
  if [[ "$words[CURRENT]" == -* ]]; then _describe option flags
  elif (( $#choices )); then _describe command choices
  else _files; fi
}
compdef _myelin myelin
`;
}

function fish(tree: readonly Node[]): string {
  const lines = tree.flatMap(({ path, commands, options }) => {
    const here = `-n ${quote(`__myelin_at ${quote(path.join(" "))}`)}`;
    return [
      ...commands.map(({ name, summary }) => `complete -c myelin ${here} -f -a ${name} -d ${quote(summary)}`),
      ...options.map(({ name, summary, takesValue, takesFile }) => {
        const flag = name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`;
        const value = takesFile ? " -r -F" : takesValue ? " -x" : "";
        return `complete -c myelin ${here} ${flag}${value} -d ${quote(summary)}`;
      }),
    ];
  });
  const paths = tree.slice(1).map(({ path }) => quote(path.join(" ")));
  return `# Completion of myelin for fish: myelin completion fish | source
function __myelin_at
    set -l line
    for word in (commandline -opc)[2..-1]
        if contains -- (string join ' ' -- $line $word) ${paths.join(" ")}
            set -a line $word
        end
    end
    set -l joined (string join ' ' -- $line)
    test "$joined" = "$argv[1]"
end
${lines.join("\n")}
`;
}

/** A word that no shell looks into. */
function quote(text: string): string {
  return `'${text.replace(/'/g, "'\\''")}'`;
}
