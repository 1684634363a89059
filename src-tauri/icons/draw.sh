#!/usr/bin/env bash
# Draws the app's icon in the sizes systems ask for; needs ImageMagick (convert). Run it after a change here.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# A dark plate with rounded corners and the outline of a play mark, drawn at 1024 and scaled down.
draw() {
  convert -size 1024x1024 xc:none \
    -fill '#1e1c19' -draw 'roundrectangle 0,0 1023,1023 171,171' \
    -fill none -stroke '#f6f4ef' -strokewidth 77 \
    -draw 'stroke-linejoin round path "M 363,256 L 363,768 L 704,512 Z"' \
    -resize "$1x$1" -define png:color-type=6 -depth 8 -strip "$2"
}

draw 32 32x32.png
draw 128 128x128.png
draw 256 128x128@2x.png
draw 512 icon.png
convert icon.png -define icon:auto-resize=256,64,48,32,16 icon.ico
